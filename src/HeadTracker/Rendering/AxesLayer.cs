using System.Numerics;
using HeadTracker.Geometry;
using Silk.NET.OpenGL;

namespace HeadTracker.Rendering;

/// <summary>The 3D axes: lit, depth-tested, seen through the same camera as the picture. The viewport must be the picture's place.</summary>
internal sealed class AxesLayer : IDisposable
{
    private const float Far = 200;

    private const string Vertex = """
        layout(location = 0) in vec3 position;
        layout(location = 1) in vec3 direction;
        uniform vec4 orientation;  // quaternion that carries +z to the axis
        uniform vec3 origin;       // metres, camera frame
        uniform float size;        // metres
        uniform float growth;      // outline: metres per metre of depth
        uniform vec2 focal;        // focal lengths in half viewports
        uniform vec2 depth;        // near, far
        out vec3 normal;

        vec3 rotate(vec3 v) { return v + 2.0 * cross(orientation.xyz, cross(orientation.xyz, v) + orientation.w * v); }

        void main() {
            normal = rotate(direction);
            vec3 p = origin + size * rotate(position);
            p += normal * (growth * -p.z);
            float range = depth.x - depth.y;
            gl_Position = vec4(focal * p.xy, ((depth.y + depth.x) * p.z + 2.0 * depth.y * depth.x) / range, -p.z);
        }
        """;

    private const string Fragment = """
        in vec3 normal;
        out vec4 result;
        uniform vec3 lamp;
        uniform vec4 color;
        uniform float growth;

        """ + AxesShading.Glsl + """

        void main() { result = vec4((growth > 0.0 ? color.rgb : shade(normalize(normal), color.rgb)) * color.a, color.a); }
        """;

    private readonly GL _gl;
    private readonly ShaderProgram _program;
    private readonly uint _vertexArray, _vertexBuffer;
    private readonly int _orientation, _origin, _size, _growth, _focal, _depth, _lamp, _color;

    public unsafe AxesLayer(GL gl)
    {
        _gl = gl;
        _program = new ShaderProgram(gl, Vertex, Fragment);
        (_orientation, _origin, _size, _growth) = (_program.Uniform("orientation"), _program.Uniform("origin"), _program.Uniform("size"),
            _program.Uniform("growth"));
        (_focal, _depth, _lamp, _color) = (_program.Uniform("focal"), _program.Uniform("depth"), _program.Uniform("lamp"), _program.Uniform("color"));

        _vertexArray = gl.GenVertexArray();
        _vertexBuffer = gl.GenBuffer();
        gl.BindVertexArray(_vertexArray);
        gl.BindBuffer(BufferTargetARB.ArrayBuffer, _vertexBuffer);
        var stride = (uint)sizeof(ArrowMesh.Vertex);
        fixed (ArrowMesh.Vertex* vertices = ArrowMesh.Vertices)
        {
            gl.BufferData(BufferTargetARB.ArrayBuffer, (nuint)ArrowMesh.Vertices.Length * stride, vertices, BufferUsageARB.StaticDraw);
        }

        gl.EnableVertexAttribArray(0);
        gl.VertexAttribPointer(0, 3, VertexAttribPointerType.Float, false, stride, (void*)0);
        gl.EnableVertexAttribArray(1);
        gl.VertexAttribPointer(1, 3, VertexAttribPointerType.Float, false, stride, (void*)sizeof(Vector3));
    }

    /// <param name="outline">Thickness of the dark line around the axes, in pixels of the camera's picture.</param>
    public void Draw(in AxesGeometry axes, PinholeCamera camera, float outline)
    {
        _program.Use();
        _gl.BindVertexArray(_vertexArray);
        _gl.Enable(EnableCap.DepthTest);
        _gl.Enable(EnableCap.CullFace);
        // Colours come multiplied with their alpha: the outline lets through what lies behind it.
        _gl.Enable(EnableCap.Blend);
        _gl.BlendFuncSeparate(BlendingFactor.One, BlendingFactor.OneMinusSrcAlpha, BlendingFactor.One, BlendingFactor.OneMinusSrcAlpha);
        _gl.Uniform3(_lamp, AxesShading.Lamp);
        _gl.Uniform3(_origin, axes.Origin);
        _gl.Uniform1(_size, axes.Length);
        _gl.Uniform2(_focal, new Vector2(2 * camera.FocalLength / camera.Width, 2 * camera.FocalLength / camera.Height));
        _gl.Uniform2(_depth, new Vector2(AxesGeometry.NearPlane, Far));
        for (var axis = PoseAxis.X; axis <= PoseAxis.Z; axis++)
        {
            var q = axes.Orientation(axis);
            _gl.Uniform4(_orientation, new Vector4(q.X, q.Y, q.Z, q.W));
            // The outline is the far side of a slightly thicker arrow, in one dark colour.
            DrawArrow(GLEnum.Front, outline / camera.FocalLength, Palette.Outline);
            DrawArrow(GLEnum.Back, 0, Palette.Of(axis));
        }

        _gl.Disable(EnableCap.Blend);
        _gl.Disable(EnableCap.CullFace);
        _gl.Disable(EnableCap.DepthTest);
    }

    public void Dispose()
    {
        _program.Dispose();
        _gl.DeleteVertexArray(_vertexArray);
        _gl.DeleteBuffer(_vertexBuffer);
    }

    private void DrawArrow(GLEnum hiddenSide, float growth, Vector4 color)
    {
        _gl.CullFace(hiddenSide);
        _gl.Uniform1(_growth, growth);
        _gl.Uniform4(_color, color);
        _gl.DrawArrays(PrimitiveType.Triangles, 0, (uint)ArrowMesh.Vertices.Length);
    }
}
