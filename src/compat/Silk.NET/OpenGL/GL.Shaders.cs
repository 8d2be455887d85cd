using System.Numerics;
using System.Text;

namespace Silk.NET.OpenGL;

public unsafe partial class GL
{
    private nint _attachShader, _compileShader, _createProgram, _createShader, _deleteProgram, _deleteShader;
    private nint _getProgram, _getProgramInfoLog, _getShader, _getShaderInfoLog, _getUniformLocation, _linkProgram, _shaderSource;
    private nint _uniform1f, _uniform1i, _uniform2f, _uniform3f, _uniform4f, _useProgram;

    public void AttachShader(uint program, uint shader) =>
        ((delegate* unmanaged<uint, uint, void>)Entry(ref _attachShader, "glAttachShader"))(program, shader);

    public void CompileShader(uint shader) => ((delegate* unmanaged<uint, void>)Entry(ref _compileShader, "glCompileShader"))(shader);

    public uint CreateProgram() => ((delegate* unmanaged<uint>)Entry(ref _createProgram, "glCreateProgram"))();

    public uint CreateShader(ShaderType type) => ((delegate* unmanaged<ShaderType, uint>)Entry(ref _createShader, "glCreateShader"))(type);

    public void DeleteProgram(uint program) => ((delegate* unmanaged<uint, void>)Entry(ref _deleteProgram, "glDeleteProgram"))(program);

    public void DeleteShader(uint shader) => ((delegate* unmanaged<uint, void>)Entry(ref _deleteShader, "glDeleteShader"))(shader);

    public void GetProgram(uint program, ProgramPropertyARB pname, out int @params)
    {
        int value;
        ((delegate* unmanaged<uint, ProgramPropertyARB, int*, void>)Entry(ref _getProgram, "glGetProgramiv"))(program, pname, &value);
        @params = value;
    }

    public string GetProgramInfoLog(uint program)
    {
        var log = new byte[4096];
        uint length;
        fixed (byte* bytes = log)
        {
            ((delegate* unmanaged<uint, uint, uint*, byte*, void>)Entry(ref _getProgramInfoLog, "glGetProgramInfoLog"))(program, (uint)log.Length, &length, bytes);
        }

        return Encoding.UTF8.GetString(log, 0, (int)length);
    }

    public void GetShader(uint shader, ShaderParameterName pname, out int @params)
    {
        int value;
        ((delegate* unmanaged<uint, ShaderParameterName, int*, void>)Entry(ref _getShader, "glGetShaderiv"))(shader, pname, &value);
        @params = value;
    }

    public string GetShaderInfoLog(uint shader)
    {
        var log = new byte[4096];
        uint length;
        fixed (byte* bytes = log)
        {
            ((delegate* unmanaged<uint, uint, uint*, byte*, void>)Entry(ref _getShaderInfoLog, "glGetShaderInfoLog"))(shader, (uint)log.Length, &length, bytes);
        }

        return Encoding.UTF8.GetString(log, 0, (int)length);
    }

    public int GetUniformLocation(uint program, string name)
    {
        fixed (byte* bytes = Encoding.UTF8.GetBytes(name + '\0'))
        {
            return ((delegate* unmanaged<uint, byte*, int>)Entry(ref _getUniformLocation, "glGetUniformLocation"))(program, bytes);
        }
    }

    public void LinkProgram(uint program) => ((delegate* unmanaged<uint, void>)Entry(ref _linkProgram, "glLinkProgram"))(program);

    public void ShaderSource(uint shader, string @string)
    {
        var bytes = Encoding.UTF8.GetBytes(@string);
        var length = bytes.Length;
        fixed (byte* source = bytes)
        {
            ((delegate* unmanaged<uint, uint, byte**, int*, void>)Entry(ref _shaderSource, "glShaderSource"))(shader, 1, &source, &length);
        }
    }

    public void Uniform1(int location, float v0) => ((delegate* unmanaged<int, float, void>)Entry(ref _uniform1f, "glUniform1f"))(location, v0);

    public void Uniform1(int location, int v0) => ((delegate* unmanaged<int, int, void>)Entry(ref _uniform1i, "glUniform1i"))(location, v0);

    public void Uniform2(int location, Vector2 vector) =>
        ((delegate* unmanaged<int, float, float, void>)Entry(ref _uniform2f, "glUniform2f"))(location, vector.X, vector.Y);

    public void Uniform3(int location, Vector3 vector) =>
        ((delegate* unmanaged<int, float, float, float, void>)Entry(ref _uniform3f, "glUniform3f"))(location, vector.X, vector.Y, vector.Z);

    public void Uniform4(int location, Vector4 vector) =>
        ((delegate* unmanaged<int, float, float, float, float, void>)Entry(ref _uniform4f, "glUniform4f"))(location, vector.X, vector.Y, vector.Z, vector.W);

    public void UseProgram(uint program) => ((delegate* unmanaged<uint, void>)Entry(ref _useProgram, "glUseProgram"))(program);
}
