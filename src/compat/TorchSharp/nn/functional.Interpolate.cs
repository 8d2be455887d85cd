using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Resamples the trailing one, two or three dimensions of (B, C, …) to a size or by a factor.</summary>
            public static Tensor interpolate(Tensor x, long[]? size = null, double[]? scale_factor = null, InterpolationMode mode = InterpolationMode.Nearest, bool? align_corners = null, bool recompute_scale_factor = false, bool antialias = false)
            {
                if (size is null == scale_factor is null) throw new ArgumentException("interpolate takes either a size or a scale factor.");
                if (align_corners is not null && mode is (InterpolationMode.Nearest or InterpolationMode.NearestExact or InterpolationMode.Area))
                {
                    throw new ArgumentException("align_corners option can only be set with the interpolating modes: linear | bilinear | bicubic | trilinear");
                }
                int spatial = (int)x.Dimensions - 2;
                if (size?.Length == 1) size = Spread(size, spatial);
                if (scale_factor?.Length == 1) scale_factor = Spread(scale_factor, spatial);
                if (scale_factor is not null && (recompute_scale_factor || mode == InterpolationMode.Area))
                {
                    (size, scale_factor) = (Scaled(x.shape, scale_factor), null);
                }
                if (mode == InterpolationMode.Area) return Aten.Call($"adaptive_avg_pool{spatial}d", x, size);

                bool corners = align_corners ?? false;
                string prefix = antialias ? "_upsample" : "upsample", suffix = antialias ? "_aa.vec" : ".vec";
                return (mode, spatial) switch
                {
                    (InterpolationMode.Nearest, _) => Aten.Call($"upsample_nearest{spatial}d.vec", x, size, scale_factor),
                    (InterpolationMode.NearestExact, _) => Aten.Call($"_upsample_nearest_exact{spatial}d.vec", x, size, scale_factor),
                    (InterpolationMode.Linear, 1) => Aten.Call("upsample_linear1d.vec", x, size, corners, scale_factor),
                    (InterpolationMode.Bilinear, 2) => Aten.Call($"{prefix}_bilinear2d{suffix}", x, size, corners, scale_factor),
                    (InterpolationMode.Bicubic, 2) => Aten.Call($"{prefix}_bicubic2d{suffix}", x, size, corners, scale_factor),
                    (InterpolationMode.Trilinear, 3) => Aten.Call("upsample_trilinear3d.vec", x, size, corners, scale_factor),
                    _ => throw new ArgumentException($"Interpolation mode {mode} does not fit a tensor of {x.Dimensions} dimensions."),
                };
            }

            private static T[] Spread<T>(T[] one, int count)
            {
                var all = new T[count];
                Array.Fill(all, one[0]);
                return all;
            }

            private static long[] Scaled(long[] shape, double[] factors)
            {
                var size = new long[factors.Length];
                for (int k = 0; k < size.Length; k++) size[k] = (long)Math.Floor(shape[k + 2] * factors[k]);
                return size;
            }
        }
    }
}
