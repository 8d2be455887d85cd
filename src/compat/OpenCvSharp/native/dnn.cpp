// opencv_dnn and the face detector built on it.
#include "shim.h"
#include <opencv2/dnn.hpp>
#include <opencv2/objdetect.hpp>

using M = cv::Mat*;
using Net = cv::dnn::Net*;
using Faces = cv::Ptr<cv::FaceDetectorYN>;

SHIM cvs_blob_from_images(M const* images, int count, double scale, Pod2i size, PodScalar mean, int swap, int crop, M* out)
{
    return Guard([&] { *out = NewMat(cv::dnn::blobFromImages(Many(images, count), scale, cv::Size(size), cv::Scalar(mean), swap != 0, crop != 0)); });
}
SHIM cvs_nms_boxes(const double* xywh, const float* scores, int count, float threshold, float overlap, float eta, int top, int* kept, int* keptCount)
{
    return Guard([&] {
        std::vector<cv::Rect2d> boxes;
        for (int i = 0; i < count; i++) boxes.emplace_back(xywh[4 * i], xywh[4 * i + 1], xywh[4 * i + 2], xywh[4 * i + 3]);
        std::vector<int> indices;
        cv::dnn::NMSBoxes(boxes, std::vector<float>(scores, scores + count), threshold, overlap, indices, eta, top);
        std::copy(indices.begin(), indices.end(), kept);
        *keptCount = int(indices.size());
    });
}

SHIM cvs_net_from_onnx(const char* file, Net* out) { return Guard([&] { *out = new cv::dnn::Net(cv::dnn::readNetFromONNX(file)); }); }
SHIM cvs_net_from_onnx_bytes(const char* bytes, int64_t length, Net* out) { return Guard([&] { *out = new cv::dnn::Net(cv::dnn::readNetFromONNX(bytes, size_t(length))); }); }
SHIM cvs_net_delete(Net net) { return Guard([&] { delete net; }); }
SHIM cvs_net_empty(Net net, int* out) { return Guard([&] { *out = net->empty(); }); }
SHIM cvs_net_backend(Net net, int backend) { return Guard([&] { net->setPreferableBackend(backend); }); }
SHIM cvs_net_target(Net net, int target) { return Guard([&] { net->setPreferableTarget(target); }); }
SHIM cvs_net_set_input(Net net, M blob, const char* name) { return Guard([&] { net->setInput(*blob, name); }); }
SHIM cvs_net_forward(Net net, const char* name, M* out) { return Guard([&] { *out = NewMat(net->forward(name ? name : cv::String())); }); }
SHIM cvs_net_forward_many(Net net, M const* blobs, int count, const char* newlineSeparated)
{
    return Guard([&] {
        std::vector<cv::String> names;
        std::istringstream text(newlineSeparated);
        for (std::string name; std::getline(text, name);) names.push_back(name);
        std::vector<cv::Mat> results;
        net->forward(results, names);
        CV_CheckEQ(int(results.size()), count, "one Mat per output");
        // A result points into the net's own buffer, which the next forward pass overwrites.
        for (int i = 0; i < count; i++) *blobs[i] = results[size_t(i)].clone();
    });
}
SHIM cvs_net_names(Net net, int outputsOnly, std::string** out)
{
    return Guard([&] {
        std::string text;
        for (const auto& name : outputsOnly ? net->getUnconnectedOutLayersNames() : net->getLayerNames()) text += (text.empty() ? "" : "\n") + name;
        *out = new std::string(text);
    });
}

SHIM cvs_faces_new(const char* model, const char* config, Pod2i size, float score, float nms, int top, int backend, int target, Faces** out)
{
    return Guard([&] { *out = new Faces(cv::FaceDetectorYN::create(model, config, cv::Size(size), score, nms, top, backend, target)); });
}
SHIM cvs_faces_delete(Faces* f) { return Guard([&] { delete f; }); }
SHIM cvs_faces_detect(Faces* f, M image, M faces, int* out) { return Guard([&] { *out = (*f)->detect(*image, *faces); }); }
