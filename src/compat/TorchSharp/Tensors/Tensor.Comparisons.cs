using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Comparisons and selections by them.
    public partial class Tensor
    {
        public Tensor eq(Scalar target) => Aten.Call("eq.Scalar", this, target);
        public Tensor eq(Tensor target) => Aten.Call("eq.Tensor", this, target);
        public Tensor eq_(Scalar target) => InPlace("eq_.Scalar", target);
        public Tensor eq_(Tensor target) => InPlace("eq_.Tensor", target);
        public Tensor ne(Scalar target) => Aten.Call("ne.Scalar", this, target);
        public Tensor ne(Tensor target) => Aten.Call("ne.Tensor", this, target);
        public Tensor ne_(Scalar target) => InPlace("ne_.Scalar", target);
        public Tensor ne_(Tensor target) => InPlace("ne_.Tensor", target);
        public Tensor not_equal(Tensor target) => Aten.Call("ne.Tensor", this, target);
        public Tensor lt(Scalar target) => Aten.Call("lt.Scalar", this, target);
        public Tensor lt(Tensor target) => Aten.Call("lt.Tensor", this, target);
        public Tensor lt_(Scalar target) => InPlace("lt_.Scalar", target);
        public Tensor lt_(Tensor target) => InPlace("lt_.Tensor", target);
        public Tensor le(Scalar target) => Aten.Call("le.Scalar", this, target);
        public Tensor le(Tensor target) => Aten.Call("le.Tensor", this, target);
        public Tensor le_(Scalar target) => InPlace("le_.Scalar", target);
        public Tensor le_(Tensor target) => InPlace("le_.Tensor", target);
        public Tensor gt(Scalar target) => Aten.Call("gt.Scalar", this, target);
        public Tensor gt(Tensor target) => Aten.Call("gt.Tensor", this, target);
        public Tensor gt_(Scalar target) => InPlace("gt_.Scalar", target);
        public Tensor gt_(Tensor target) => InPlace("gt_.Tensor", target);
        public Tensor ge(Scalar target) => Aten.Call("ge.Scalar", this, target);
        public Tensor ge(Tensor target) => Aten.Call("ge.Tensor", this, target);
        public Tensor ge_(Scalar target) => InPlace("ge_.Scalar", target);
        public Tensor ge_(Tensor target) => InPlace("ge_.Tensor", target);
        public Tensor less(Tensor target) => Aten.Call("lt.Tensor", this, target);
        public Tensor less_equal(Tensor target) => Aten.Call("le.Tensor", this, target);
        public Tensor greater(Tensor target) => Aten.Call("gt.Tensor", this, target);
        public Tensor greater_equal(Tensor target) => Aten.Call("ge.Tensor", this, target);

        public Tensor isclose(Tensor other, double rtol = 1e-5, double atol = 1e-8, bool nanEqual = false) =>
            Aten.Call("isclose", this, other, rtol, atol, nanEqual);
        public bool allclose(Tensor target, double rtol = 1e-5, double atol = 1e-8, bool equal_nan = false) =>
            Aten.CallBool("allclose", this, target, rtol, atol, equal_nan);
        public Tensor equal(Tensor target) => eq(target);
        public Tensor where(Tensor condition, Tensor y) => Aten.Call("where.self", condition, this, y);
        public Tensor masked_fill(Tensor mask, Scalar value) => Aten.Call("masked_fill.Scalar", this, mask, value);
        public Tensor masked_fill_(Tensor mask, Scalar value) => InPlace("masked_fill_.Scalar", mask, value);
        public Tensor masked_select(Tensor mask) => Aten.Call("masked_select", this, mask);
        public Tensor masked_scatter(Tensor mask, Tensor value) => Aten.Call("masked_scatter", this, mask, value);
        public Tensor masked_scatter_(Tensor mask, Tensor value) => InPlace("masked_scatter_", mask, value);
        public Tensor nonzero() => Aten.Call("nonzero", this);
        public Tensor count_nonzero(long[]? dims = null) =>
            dims is null ? Aten.Call("count_nonzero", this) : Aten.Call("count_nonzero.dim_IntList", this, dims);
        public Tensor isin(Tensor test_elements, bool assumeUnique = false, bool invert = false) =>
            Aten.Call("isin.Tensor_Tensor", this, test_elements, assumeUnique, invert);
        public bool is_nonzero() => Aten.CallBool("is_nonzero", this);
    }
}
