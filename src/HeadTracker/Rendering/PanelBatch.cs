using System.Numerics;
using HeadTracker.Rendering.Typography;
using Silk.NET.OpenGL;

namespace HeadTracker.Rendering;

/// <summary>
/// Flat shapes and type over the picture: collected in order, drawn in one call. Positions are in framebuffer pixels from the
/// top left. Allocates only when a frame holds more shapes than any before.
/// </summary>
internal sealed class PanelBatch : IDisposable
{
    private const int FloatsPerShape = 16;
    private const int AtlasSize = 1024;

    private const string Vertex = """
        layout(location = 0) in vec4 box;    // x, y, width, height in pixels
        layout(location = 1) in vec4 source; // the same in the atlas's pixels, for type
        layout(location = 2) in vec4 tint;
        layout(location = 3) in vec4 form;   // corner radius, border, 1 for type, unused
        uniform vec2 screen;
        out vec2 local;
        out vec2 texel;
        flat out vec2 extent;
        flat out vec4 color;
        flat out vec4 shape;
        void main() {
            vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
            float spread = form.z > 0.5 ? 0.0 : 1.0; // room for soft edges
            vec2 p = box.xy - spread + corner * (box.zw + 2.0 * spread);
            extent = box.zw * 0.5;
            local = p - box.xy - extent;
            texel = source.xy + corner * source.zw;
            color = tint;
            shape = form;
            gl_Position = vec4(p.x / screen.x * 2.0 - 1.0, 1.0 - p.y / screen.y * 2.0, 0.0, 1.0);
        }
        """;

    private const string Fragment = """
        in vec2 local;
        in vec2 texel;
        flat in vec2 extent;
        flat in vec4 color;
        flat in vec4 shape;
        out vec4 result;
        uniform sampler2D atlas;
        void main() {
            float coverage;
            if (shape.z > 0.5) {
                coverage = texelFetch(atlas, ivec2(texel), 0).r;
            } else {
                float radius = min(shape.x, min(extent.x, extent.y));
                vec2 q = abs(local) - extent + radius;
                float distance = length(max(q, 0.0)) + min(max(q.x, q.y), 0.0) - radius;
                coverage = clamp(0.5 - distance, 0.0, 1.0);
                if (shape.y > 0.0) coverage *= clamp(0.5 + distance + shape.y, 0.0, 1.0);
            }
            result = vec4(color.rgb, color.a * coverage);
        }
        """;

    private readonly GL _gl;
    private readonly ShaderProgram _program;
    private readonly uint _vertexArray, _buffer, _texture;
    private readonly int _screen;
    private float[] _shapes = new float[512 * FloatsPerShape];
    private int _count;

    public unsafe PanelBatch(GL gl)
    {
        _gl = gl;
        _program = new ShaderProgram(gl, Vertex, Fragment);
        _screen = _program.Uniform("screen");
        _vertexArray = gl.GenVertexArray();
        _buffer = gl.GenBuffer();
        gl.BindVertexArray(_vertexArray);
        gl.BindBuffer(BufferTargetARB.ArrayBuffer, _buffer);
        for (var attribute = 0u; attribute < 4; attribute++)
        {
            gl.EnableVertexAttribArray(attribute);
            gl.VertexAttribPointer(attribute, 4, VertexAttribPointerType.Float, false, FloatsPerShape * sizeof(float), (void*)(attribute * 4 * sizeof(float)));
            gl.VertexAttribDivisor(attribute, 1);
        }

        _texture = gl.GenTexture();
        gl.BindTexture(TextureTarget.Texture2D, _texture);
        gl.TexParameter(TextureTarget.Texture2D, TextureParameterName.TextureMinFilter, (int)TextureMinFilter.Nearest);
        gl.TexParameter(TextureTarget.Texture2D, TextureParameterName.TextureMagFilter, (int)TextureMagFilter.Nearest);
        gl.TexImage2D(TextureTarget.Texture2D, 0, InternalFormat.R8, AtlasSize, AtlasSize, 0, PixelFormat.Red, PixelType.UnsignedByte, null);
        Atlas.Emptying += Flush;
    }

    /// <summary>The characters that <see cref="Text"/> draws with.</summary>
    public GlyphAtlas Atlas { get; } = new(AtlasSize, AtlasSize);

    /// <summary>Size of the framebuffer that is drawn on, in pixels.</summary>
    public Vector2 Screen { get; set; }

    /// <summary>A rectangle with round corners; with a border above 0 only its edge of that thickness, inwards.</summary>
    public void Rectangle(float x, float y, float width, float height, float radius, Vector4 color, float border = 0) =>
        Add(new Vector4(x, y, width, height), default, color, new Vector4(radius, border, 0, 0));

    /// <summary>Writes from a pen position on the baseline.</summary>
    public void Text(TextStyle style, float x, int baseline, ReadOnlySpan<char> text, Vector4 color)
    {
        foreach (var cell in Atlas.Lay(style, x, baseline, text))
        {
            var source = new Vector4(cell.SourceX, cell.SourceY, cell.Width, cell.Height);
            Add(source with { X = cell.X, Y = cell.Y }, source, color, new Vector4(0, 0, 1, 0));
        }
    }

    /// <summary>Draws what was collected onto the bound framebuffer and starts anew.</summary>
    public unsafe void Flush()
    {
        if (_count == 0) return;
        _program.Use();
        _gl.Uniform2(_screen, Screen);
        _gl.BindTexture(TextureTarget.Texture2D, _texture);
        UploadCharacters();
        _gl.BindVertexArray(_vertexArray);
        _gl.BindBuffer(BufferTargetARB.ArrayBuffer, _buffer);
        fixed (float* shapes = _shapes)
        {
            _gl.BufferData(BufferTargetARB.ArrayBuffer, (nuint)(_count * FloatsPerShape * sizeof(float)), shapes, BufferUsageARB.StreamDraw);
        }

        _gl.Enable(EnableCap.Blend);
        _gl.BlendFuncSeparate(BlendingFactor.SrcAlpha, BlendingFactor.OneMinusSrcAlpha, BlendingFactor.One, BlendingFactor.OneMinusSrcAlpha);
        _gl.DrawArraysInstanced(PrimitiveType.TriangleStrip, 0, 4, (uint)_count);
        _gl.Disable(EnableCap.Blend);
        _count = 0;
    }

    public void Dispose()
    {
        _program.Dispose();
        _gl.DeleteVertexArray(_vertexArray);
        _gl.DeleteBuffer(_buffer);
        _gl.DeleteTexture(_texture);
    }

    private unsafe void UploadCharacters()
    {
        if (!Atlas.TakeChanges(out var top, out var rows)) return;
        _gl.PixelStore(PixelStoreParameter.UnpackAlignment, 1);
        fixed (byte* coverage = Atlas.Coverage[(top * AtlasSize)..])
        {
            _gl.TexSubImage2D(TextureTarget.Texture2D, 0, 0, top, AtlasSize, (uint)rows, PixelFormat.Red, PixelType.UnsignedByte, coverage);
        }
    }

    private void Add(Vector4 box, Vector4 source, Vector4 color, Vector4 form)
    {
        var start = _count++ * FloatsPerShape;
        if (start == _shapes.Length) Array.Resize(ref _shapes, _shapes.Length * 2);
        box.CopyTo(_shapes, start);
        source.CopyTo(_shapes, start + 4);
        color.CopyTo(_shapes, start + 8);
        form.CopyTo(_shapes, start + 12);
    }
}
