using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Element-wise functions of one tensor.
    public partial class Tensor
    {
        public Tensor abs() => Aten.Call("abs", this);
        public Tensor abs_() => InPlace("abs_");
        public Tensor neg() => Aten.Call("neg", this);
        public Tensor neg_() => InPlace("neg_");
        public Tensor negative() => Aten.Call("negative", this);
        public Tensor sign() => Aten.Call("sign", this);
        public Tensor sign_() => InPlace("sign_");
        public Tensor sgn() => Aten.Call("sgn", this);
        public Tensor positive() => Aten.Call("positive", this);
        public Tensor reciprocal() => Aten.Call("reciprocal", this);
        public Tensor reciprocal_() => InPlace("reciprocal_");
        public Tensor square() => Aten.Call("square", this);
        public Tensor sqrt() => Aten.Call("sqrt", this);
        public Tensor sqrt_() => InPlace("sqrt_");
        public Tensor rsqrt() => Aten.Call("rsqrt", this);
        public Tensor rsqrt_() => InPlace("rsqrt_");
        public Tensor exp() => Aten.Call("exp", this);
        public Tensor exp_() => InPlace("exp_");
        public Tensor exp2() => Aten.Call("exp2", this);
        public Tensor expm1() => Aten.Call("expm1", this);
        public Tensor log() => Aten.Call("log", this);
        public Tensor log_() => InPlace("log_");
        public Tensor log2() => Aten.Call("log2", this);
        public Tensor log10() => Aten.Call("log10", this);
        public Tensor log1p() => Aten.Call("log1p", this);
        public Tensor log1p_() => InPlace("log1p_");
        public Tensor logit(double? eps = null) => Aten.Call("logit", this, eps);
        public Tensor erf() => Aten.Call("erf", this);
        public Tensor erf_() => InPlace("erf_");
        public Tensor erfinv() => Aten.Call("erfinv", this);

        public Tensor sin() => Aten.Call("sin", this);
        public Tensor sin_() => InPlace("sin_");
        public Tensor cos() => Aten.Call("cos", this);
        public Tensor cos_() => InPlace("cos_");
        public Tensor tan() => Aten.Call("tan", this);
        public Tensor tan_() => InPlace("tan_");
        public Tensor asin() => Aten.Call("asin", this);
        public Tensor asin_() => InPlace("asin_");
        public Tensor acos() => Aten.Call("acos", this);
        public Tensor acos_() => InPlace("acos_");
        public Tensor atan() => Aten.Call("atan", this);
        public Tensor atan_() => InPlace("atan_");
        public Tensor sinh() => Aten.Call("sinh", this);
        public Tensor cosh() => Aten.Call("cosh", this);
        public Tensor tanh() => Aten.Call("tanh", this);
        public Tensor tanh_() => InPlace("tanh_");
        public Tensor arcsin() => Aten.Call("arcsin", this);
        public Tensor arccos() => Aten.Call("arccos", this);
        public Tensor arctan() => Aten.Call("arctan", this);
        public Tensor arctan2(Tensor other) => Aten.Call("arctan2", this, other);
        public Tensor deg2rad() => Aten.Call("deg2rad", this);
        public Tensor deg2rad_() => InPlace("deg2rad_");
        public Tensor rad2deg() => Aten.Call("rad2deg", this);
        public Tensor rad2deg_() => InPlace("rad2deg_");

        public Tensor ceil() => Aten.Call("ceil", this);
        public Tensor ceil_() => InPlace("ceil_");
        public Tensor floor() => Aten.Call("floor", this);
        public Tensor floor_() => InPlace("floor_");
        public Tensor round(long decimals = 0) => Aten.Call("round.decimals", this, decimals);
        public Tensor round_(long decimals = 0) => InPlace("round_.decimals", decimals);
        public Tensor trunc() => Aten.Call("trunc", this);
        public Tensor trunc_() => InPlace("trunc_");
        public Tensor frac() => Aten.Call("frac", this);
        public Tensor clamp(Scalar? min = null, Scalar? max = null) => Aten.Call("clamp", this, min, max);
        public Tensor clamp(Tensor? min = null, Tensor? max = null) => Aten.Call("clamp.Tensor", this, min, max);
        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => InPlace("clamp_", min, max);
        public Tensor clamp_(Tensor? min = null, Tensor? max = null) => InPlace("clamp_.Tensor", min, max);
        public Tensor clamp_min(Scalar min) => Aten.Call("clamp_min", this, min);
        public Tensor clamp_min_(Scalar min) => InPlace("clamp_min_", min);
        public Tensor clamp_max(Scalar max) => Aten.Call("clamp_max", this, max);
        public Tensor clamp_max_(Scalar max) => InPlace("clamp_max_", max);
        public Tensor clip(Scalar? min = null, Scalar? max = null) => clamp(min, max);
        public Tensor nan_to_num(double nan = 0, double? posinf = null, double? neginf = null) => Aten.Call("nan_to_num", this, nan, posinf, neginf);
        public Tensor nan_to_num_(double nan = 0, double? posinf = null, double? neginf = null) => InPlace("nan_to_num_", nan, posinf, neginf);

        public Tensor relu() => Aten.Call("relu", this);
        public Tensor relu_() => InPlace("relu_");
        public Tensor relu6() => Aten.Call("relu6", this);
        public Tensor relu6_() => InPlace("relu6_");
        public Tensor sigmoid() => Aten.Call("sigmoid", this);
        public Tensor sigmoid_() => InPlace("sigmoid_");
        public Tensor silu() => Aten.Call("silu", this);
        public Tensor silu_() => InPlace("silu_");
        public Tensor gelu() => Aten.Call("gelu", this);
        public Tensor hardswish() => Aten.Call("hardswish", this);
        public Tensor hardsigmoid() => Aten.Call("hardsigmoid", this);
        public Tensor hardtanh(Scalar min, Scalar max) => Aten.Call("hardtanh", this, min, max);
        public Tensor leaky_relu(Scalar negative_slope) => Aten.Call("leaky_relu", this, negative_slope);
        public Tensor leaky_relu_(Scalar negative_slope) => InPlace("leaky_relu_", negative_slope);
        public Tensor elu(double alpha = 1) => Aten.Call("elu", this, alpha);
        public Tensor elu(Scalar alpha, Scalar scale, Scalar input_scale) => Aten.Call("elu", this, alpha, scale, input_scale);
        public Tensor softplus(double beta = 1, double threshold = 20) => Aten.Call("softplus", this, beta, threshold);
        public Tensor log_sigmoid() => Aten.Call("log_sigmoid", this);

        public Tensor softmax(long dim, ScalarType? dtype = null) => Aten.Call("softmax.int", this, dim, dtype);
        public Tensor log_softmax(long dim, ScalarType? dtype = null) => Aten.Call("log_softmax.int", this, dim, dtype);
        public Tensor isnan() => Aten.Call("isnan", this);
        public Tensor isfinite() => Aten.Call("isfinite", this);
        public Tensor isinf() => Aten.Call("isinf", this);
        public Tensor isposinf() => Aten.Call("isposinf", this);
        public Tensor isneginf() => Aten.Call("isneginf", this);
    }
}
