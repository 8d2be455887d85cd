using Silk.NET.OpenGL;

namespace HeadTracker.Rendering;

/// <summary>A vertex and a fragment shader, compiled and linked. Belongs to the thread of its context.</summary>
internal sealed class ShaderProgram : IDisposable
{
    private const string Header = "#version 330 core\n";

    private readonly GL _gl;
    private readonly uint _program;

    public ShaderProgram(GL gl, string vertexSource, string fragmentSource)
    {
        _gl = gl;
        var vertex = Compile(ShaderType.VertexShader, vertexSource);
        var fragment = Compile(ShaderType.FragmentShader, fragmentSource);
        _program = gl.CreateProgram();
        gl.AttachShader(_program, vertex);
        gl.AttachShader(_program, fragment);
        gl.LinkProgram(_program);
        gl.GetProgram(_program, ProgramPropertyARB.LinkStatus, out var linked);
        if (linked == 0) throw new InvalidOperationException("OpenGL refused to link a shader: " + gl.GetProgramInfoLog(_program));
        gl.DeleteShader(vertex);
        gl.DeleteShader(fragment);
    }

    public void Use() => _gl.UseProgram(_program);

    public int Uniform(string name) => _gl.GetUniformLocation(_program, name);

    public void Dispose() => _gl.DeleteProgram(_program);

    private uint Compile(ShaderType type, string source)
    {
        var shader = _gl.CreateShader(type);
        _gl.ShaderSource(shader, Header + source);
        _gl.CompileShader(shader);
        _gl.GetShader(shader, ShaderParameterName.CompileStatus, out var compiled);
        if (compiled == 0) throw new InvalidOperationException("OpenGL refused a shader: " + _gl.GetShaderInfoLog(shader));
        return shader;
    }
}
