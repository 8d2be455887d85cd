using System.Globalization;
using System.Text;

namespace TorchSharp;

public static partial class torch
{
    // A tensor in words: shape, type and place, and the elements of a small one.
    public partial class Tensor
    {
        public override string ToString()
        {
            if (IsInvalid) return "<disposed>";
            string head = $"[{string.Join("x", shape)}], type = {dtype}, device = {device}";
            if (NumberOfElements > 1000 || is_complex() || is_meta) return head;
            using var scope = NewDisposeScope();
            using IDisposable quiet = no_grad();
            double[] values = cpu().to(ScalarType.Float64).data<double>().ToArray();
            var text = new StringBuilder(head).Append(", value = ");
            int next = 0;
            Write(text, values, shape, 0, ref next);
            return text.ToString();
        }

        private static void Write(StringBuilder text, double[] values, long[] shape, int level, ref int next)
        {
            if (level == shape.Length)
            {
                text.Append(values[next++].ToString("g5", CultureInfo.InvariantCulture));
                return;
            }
            text.Append('[');
            for (long k = 0; k < shape[level]; k++)
            {
                if (k > 0) text.Append(", ");
                Write(text, values, shape, level + 1, ref next);
            }
            text.Append(']');
        }
    }
}
