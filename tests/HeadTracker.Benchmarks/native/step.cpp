// One training step of ResNet-18 in plain C++ libtorch: the yardstick for the same step through the C# drop-in.
#include <torch/torch.h>

namespace nn = torch::nn;

// Works in its input's precision with float32 weights, as the C# side's convolution does.
struct ConvImpl : nn::Module {
  torch::Tensor weight;
  int64_t stride, padding;

  ConvImpl(int64_t in, int64_t out, int64_t kernel, int64_t stride) : stride(stride), padding(kernel / 2) {
    weight = register_parameter("weight", torch::empty({out, in, kernel, kernel}));
  }

  torch::Tensor forward(const torch::Tensor& x) { return torch::conv2d(x, weight.to(x.scalar_type()), {}, stride, padding); }
};
TORCH_MODULE(Conv);

struct BlockImpl : nn::Module {
  Conv conv1, conv2;
  nn::BatchNorm2d bn1, bn2;
  nn::Sequential downsample;

  BlockImpl(int64_t in, int64_t out, int64_t stride) : conv1(in, out, 3, stride), conv2(out, out, 3, 1), bn1(out), bn2(out) {
    register_module("conv1", conv1);
    register_module("bn1", bn1);
    register_module("conv2", conv2);
    register_module("bn2", bn2);
    if (stride != 1 || in != out) {
      downsample = nn::Sequential(Conv(in, out, 1, stride), nn::BatchNorm2d(out));
      register_module("downsample", downsample);
    }
  }

  torch::Tensor forward(torch::Tensor x) {
    auto y = bn1(conv1(x)).relu_();
    y = bn2(conv2(y));
    return y.add_(downsample->is_empty() ? x : downsample->forward(x)).relu_();
  }
};
TORCH_MODULE(Block);

struct NetImpl : nn::Module {
  Conv conv1{3, 64, 7, 2};
  nn::BatchNorm2d bn1{64};
  nn::Sequential layers;
  nn::Linear fc{512, 198};

  NetImpl() {
    register_module("conv1", conv1);
    register_module("bn1", bn1);
    int64_t in = 64;
    for (int64_t stage = 0; stage < 4; ++stage) {
      for (int64_t block = 0; block < 2; ++block) {
        layers->push_back(Block(in, 64 << stage, block == 0 && stage > 0 ? 2 : 1));
        in = 64 << stage;
      }
    }
    register_module("layers", layers);
    register_module("fc", fc);
  }

  torch::Tensor forward(torch::Tensor x) {
    x = torch::max_pool2d(bn1(conv1(x)).relu_(), 3, 2, 1);
    return fc(layers->forward(x).mean({2, 3}).to(torch::kFloat32));
  }
};
TORCH_MODULE(Net);

struct Step {
  Net net;
  torch::optim::Adam adam;
  torch::Tensor images, labels;
};

#define API extern "C" __attribute__((visibility("default")))

// Images arrive as (B, H, W, 3) floats, so that they are channels-last as they are.
API Step* step_new(const float* images, const int64_t* labels, int64_t batch, int64_t size, int bfloat16) {
  Net net;
  auto pixels = torch::from_blob(const_cast<float*>(images), {batch, size, size, 3}).clone().permute({0, 3, 1, 2}).to(bfloat16 ? torch::kBFloat16 : torch::kFloat32);
  auto classes = torch::from_blob(const_cast<int64_t*>(labels), {batch}, torch::kLong).clone();
  return new Step{net, torch::optim::Adam(net->parameters(), torch::optim::AdamOptions(1e-4)), pixels, classes};
}

// Parameters in the order of registration, contiguous; stored channels-last as the C# side stores them.
API void step_set_parameter(Step* step, int64_t index, const float* values) {
  torch::NoGradGuard quiet;
  auto parameter = step->net->parameters()[index];
  auto given = torch::from_blob(const_cast<float*>(values), parameter.sizes()).clone();
  parameter.set_data(given.dim() == 4 ? given.contiguous(torch::MemoryFormat::ChannelsLast) : given);
}

// Gives the loss before the step.
API float step_run(Step* step) {
  step->adam.zero_grad();
  auto loss = torch::cross_entropy_loss(step->net(step->images), step->labels);
  loss.backward();
  step->adam.step();
  return loss.item<float>();
}

API void step_free(Step* step) { delete step; }
