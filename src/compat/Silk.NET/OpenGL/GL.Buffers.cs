namespace Silk.NET.OpenGL;

public unsafe partial class GL
{
    private nint _bindBuffer, _bindVertexArray, _bufferData, _deleteBuffers, _deleteVertexArrays;
    private nint _drawArrays, _drawArraysInstanced, _enableVertexAttribArray, _genBuffers, _genVertexArrays;
    private nint _vertexAttribDivisor, _vertexAttribPointer;

    public void BindBuffer(BufferTargetARB target, uint buffer) =>
        ((delegate* unmanaged<BufferTargetARB, uint, void>)Entry(ref _bindBuffer, "glBindBuffer"))(target, buffer);

    public void BindVertexArray(uint array) => ((delegate* unmanaged<uint, void>)Entry(ref _bindVertexArray, "glBindVertexArray"))(array);

    public void BufferData(BufferTargetARB target, nuint size, void* data, BufferUsageARB usage) =>
        ((delegate* unmanaged<BufferTargetARB, nuint, void*, BufferUsageARB, void>)Entry(ref _bufferData, "glBufferData"))(target, size, data, usage);

    public void DeleteBuffer(uint buffers) =>
        ((delegate* unmanaged<uint, uint*, void>)Entry(ref _deleteBuffers, "glDeleteBuffers"))(1, &buffers);

    public void DeleteVertexArray(uint arrays) =>
        ((delegate* unmanaged<uint, uint*, void>)Entry(ref _deleteVertexArrays, "glDeleteVertexArrays"))(1, &arrays);

    public void DrawArrays(PrimitiveType mode, int first, uint count) =>
        ((delegate* unmanaged<PrimitiveType, int, uint, void>)Entry(ref _drawArrays, "glDrawArrays"))(mode, first, count);

    public void DrawArraysInstanced(PrimitiveType mode, int first, uint count, uint instancecount) =>
        ((delegate* unmanaged<PrimitiveType, int, uint, uint, void>)Entry(ref _drawArraysInstanced, "glDrawArraysInstanced"))(
            mode, first, count, instancecount);

    public void EnableVertexAttribArray(uint index) =>
        ((delegate* unmanaged<uint, void>)Entry(ref _enableVertexAttribArray, "glEnableVertexAttribArray"))(index);

    public uint GenBuffer()
    {
        uint buffer;
        ((delegate* unmanaged<uint, uint*, void>)Entry(ref _genBuffers, "glGenBuffers"))(1, &buffer);
        return buffer;
    }

    public uint GenVertexArray()
    {
        uint array;
        ((delegate* unmanaged<uint, uint*, void>)Entry(ref _genVertexArrays, "glGenVertexArrays"))(1, &array);
        return array;
    }

    public void VertexAttribDivisor(uint index, uint divisor) =>
        ((delegate* unmanaged<uint, uint, void>)Entry(ref _vertexAttribDivisor, "glVertexAttribDivisor"))(index, divisor);

    public void VertexAttribPointer(uint index, int size, VertexAttribPointerType type, bool normalized, uint stride, void* pointer) =>
        ((delegate* unmanaged<uint, int, VertexAttribPointerType, byte, uint, void*, void>)Entry(ref _vertexAttribPointer, "glVertexAttribPointer"))(
            index, size, type, normalized ? (byte)1 : (byte)0, stride, pointer);
}
