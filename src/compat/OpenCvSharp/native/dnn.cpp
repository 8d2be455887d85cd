// The helpers of opencv_dnn.
#include "shim.h"
#include <opencv2/dnn.hpp>

using M = cv::Mat*;

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
