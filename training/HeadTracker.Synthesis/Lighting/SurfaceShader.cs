using System.Numerics;
using HeadTracker.Synthesis.Imaging;
using HeadTracker.Synthesis.Rasterization;
using HeadTracker.Synthesis.Surfaces;

namespace HeadTracker.Synthesis.Lighting;

/// <summary>What light a point of a surface sends to the camera.</summary>
public static class SurfaceShader
{
    /// <summary>How sharply red, green and blue follow the normal of skin: red travels farthest under the surface.</summary>
    private static readonly Vector3 SkinSharpness = new(0.82f, 0.94f, 0.98f);

    /// <summary>How far light wraps around skin's terminator, per colour.</summary>
    private static readonly Vector3 SkinWrap = new(0.32f, 0.14f, 0.09f);

    /// <summary>Of a smooth surface's mirror image at grazing angles, what the head leaves in view.</summary>
    private const float GrazingShare = 0.35f;

    /// <summary>The share of skin that shines more sharply.</summary>
    private const float OilShare = 0.25f;

    private static readonly Vector3 Grey = new(0.2126f, 0.7152f, 0.0722f);

    /// <param name="point">Where.</param>
    /// <param name="material">Of what.</param>
    /// <param name="lights">Lit by what.</param>
    /// <param name="lit">The share of the key light that arrives.</param>
    /// <returns>Linear RGB, and alpha of the colour texture times the material's opacity.</returns>
    public static Vector4 Shade(in SurfacePoint point, Material material, LightRig lights, float lit)
    {
        var texel = Texture.ToLinear(material.Colour.Sample(point.Uv, point.Level));
        var albedo = new Vector3(texel.X, texel.Y, texel.Z);
        if (material.Saturation != 1) albedo = Vector3.Max(Vector3.Lerp(new Vector3(Vector3.Dot(albedo, Grey)), albedo, material.Saturation), Vector3.Zero);
        albedo *= material.Tint;

        var view = -Vector3.Normalize(point.Position);
        var colour = material.Reflection switch
        {
            Reflection.Skin => Skin(point, material, lights, lit, albedo, view),
            Reflection.Hair => Hair(point, material, lights, lit, albedo, view),
            Reflection.Eye => Eye(point, material, lights, lit, albedo, view),
            _ => Plain(point, material, lights, lit, albedo, view),
        };
        return new Vector4(colour, texel.W * material.Opacity);
    }

    private static Vector3 Plain(in SurfacePoint p, Material m, LightRig lights, float lit, Vector3 albedo, Vector3 view)
    {
        var light = lights.Diffuse(p.Normal, 1) * p.Openness;
        if (lights.Key is { } key) light += key.Colour * (lit * MathF.Max(Vector3.Dot(p.Normal, key.Direction), 0));
        return albedo * light + Gloss(p, m.Roughness, m.Specular, lights, lit, view);
    }

    private static Vector3 Skin(in SurfacePoint p, Material m, LightRig lights, float lit, Vector3 albedo, Vector3 view)
    {
        // Creases lose blue and green sooner than red, which comes through from the other side.
        var open = p.Openness;
        var crease = new Vector3(MathF.Sqrt(open * MathF.Sqrt(open)), open, open * (0.9f + 0.1f * open));
        var soft = lights.Diffuse(p.Normal, SkinSharpness.X);
        var sharp = lights.Diffuse(p.Normal, SkinSharpness.Y);
        var light = new Vector3(soft.X, sharp.Y, sharp.Z) * crease;
        if (lights.Key is { } key)
        {
            var facing = Vector3.Dot(p.Normal, key.Direction);
            var wrapped = Vector3.Max((new Vector3(facing) + SkinWrap) / (Vector3.One + SkinWrap), Vector3.Zero);
            // Where the shadow's edge falls on skin it is tinted red.
            var shadow = new Vector3(MathF.Sqrt(lit), lit, lit);
            light += key.Colour * wrapped * wrapped * shadow;
        }

        var sheen = Gloss(p, m.Roughness, m.Specular, lights, lit, view);
        if (lights.Key is { } lamp && lit > 0)
        {
            sheen += (Highlight(p, m.Roughness * 0.6f, m.Specular, lamp, view) - Highlight(p, m.Roughness, m.Specular, lamp, view)) * (OilShare * lit);
        }

        return albedo * light + sheen;
    }

    private static Vector3 Eye(in SurfacePoint p, Material m, LightRig lights, float lit, Vector3 albedo, Vector3 view)
    {
        var shade = p.Openness * p.Openness;
        var light = lights.Diffuse(p.Normal, 0.8f) * shade;
        if (lights.Key is { } key) light += key.Colour * (lit * shade * MathF.Max((Vector3.Dot(p.Normal, key.Direction) + 0.3f) / 1.3f, 0));
        return albedo * light + Gloss(p, m.Roughness, m.Specular, lights, lit, view);
    }

    private static Vector3 Hair(in SurfacePoint p, Material m, LightRig lights, float lit, Vector3 albedo, Vector3 view)
    {
        var light = lights.Diffuse(p.Normal, 0.7f) * p.Openness;
        var shine = Vector3.Zero;
        if (lights.Key is { } key)
        {
            var along = Vector3.Dot(p.Strand, key.Direction);
            var across = MathF.Sqrt(MathF.Max(1 - along * along, 0));
            var facing = Math.Clamp((Vector3.Dot(p.Normal, key.Direction) + 0.4f) / 1.4f, 0, 1);
            light += key.Colour * (lit * facing * (0.35f + 0.65f * across));
            var half = Vector3.Normalize(key.Direction + view);
            var alongHalf = Vector3.Dot(p.Strand, half);
            var highlight = MathF.Pow(MathF.Max(1 - alongHalf * alongHalf, 0), 1 / MathF.Max(m.Roughness * m.Roughness * m.Roughness, 0.01f));
            shine = key.Colour * (lit * facing * highlight * m.Specular * 1.6f);
        }

        var mirror = Vector3.Reflect(-view, p.Normal);
        shine += lights.Radiance(mirror, lights.Environment.Levels - 2) * (m.Specular * p.Openness * 0.6f);
        return albedo * light + shine * (new Vector3(0.35f) + albedo);
    }

    // GGX for the key light, a blurred mirror of the environment for the rest; Schlick's Fresnel for both.
    private static Vector3 Gloss(in SurfacePoint p, float roughness, float specular, LightRig lights, float lit, Vector3 view)
    {
        var facing = MathF.Max(Vector3.Dot(p.Normal, view), 0.02f);
        var grazing = 1 - facing;
        var power = grazing * grazing;
        power *= power * grazing;
        // At grazing angles a rough surface mirrors what lies behind it, most of which the head itself hides.
        var fresnel = specular + MathF.Max(GrazingShare * (1 - roughness) - specular, 0) * power;
        var mirror = 2 * Vector3.Dot(p.Normal, view) * p.Normal - view;
        var level = lights.Environment.Levels - 1 + 1.7f * MathF.Log2(MathF.Max(roughness, 0.03f));
        var open = p.Openness * p.Openness;
        var gloss = lights.Radiance(mirror, level) * (fresnel * open * (1 - 0.5f * roughness));
        return lights.Key is { } key && lit > 0 ? gloss + Highlight(p, roughness, specular, key, view) * lit : gloss;
    }

    private static Vector3 Highlight(in SurfacePoint p, float roughness, float specular, in KeyLight key, Vector3 view)
    {
        var towards = Vector3.Dot(p.Normal, key.Direction);
        if (towards <= 0) return Vector3.Zero;
        var facing = MathF.Max(Vector3.Dot(p.Normal, view), 0.02f);
        var half = Vector3.Normalize(view + key.Direction);
        var nh = MathF.Max(Vector3.Dot(p.Normal, half), 0);
        var vh = MathF.Max(Vector3.Dot(view, half), 0);
        var alpha = roughness * roughness;
        var a2 = alpha * alpha;
        var spread = nh * nh * (a2 - 1) + 1;
        // D / 4 with the key's colour already divided by π, and Karis's visibility term.
        var k = alpha * 0.5f;
        var visibility = 1 / ((towards * (1 - k) + k) * (facing * (1 - k) + k));
        var away = 1 - vh;
        var schlick = specular + (1 - specular) * (away * away * (away * away) * away);
        var lobe = MathF.Min(a2 / (spread * spread) * visibility * schlick * 0.25f, 40);
        return key.Colour * (lobe * towards);
    }
}
