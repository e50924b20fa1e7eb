// The tracker of patch.py in plain C++ (docs/TRACKERS.md): c++ -std=c++17 -O2 -o patch patch.cpp
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>
constexpr int GRID = 8, REACH = 12, SIDE = 2 * REACH + 1; // samples of the patch, how far the target moves, places each way
int width, height;
std::vector<unsigned char> pixels; // RGB row by row
std::string behind(const std::string& line, const std::string& key) { // enough for GLAD's lines; else take a JSON library
    return line.substr(line.find("\"" + key + "\":") + key.size() + 3);
}
void read(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::string word;
    file >> word >> width >> height >> word; // P6, width and height, 255
    pixels.assign(std::istreambuf_iterator<char>(file.ignore()), {});
}
int green(int i, double x, double y, double w, double h) {
    int column = std::clamp(int(x + (i % GRID + 0.5) * w / GRID), 0, width - 1);
    int row = std::clamp(int(y + (i / GRID + 0.5) * h / GRID), 0, height - 1);
    return pixels[3 * (row * width + column) + 1];
}
int main() {
    double x = 0, y = 0, w = 0, h = 0, patch[GRID * GRID];
    for (std::string line; std::getline(std::cin, line); std::fflush(stdout)) {
        std::string path = behind(line, "image").substr(1);
        read(path.substr(0, path.find('"')));
        std::printf("{\"frame\": %d", std::stoi(behind(line, "frame")));
        if (behind(line, "do").rfind("\"init\"", 0) == 0) {
            std::sscanf(behind(line, "box").c_str(), "[%lf,%lf,%lf,%lf]", &x, &y, &w, &h);
            for (int i = 0; i < GRID * GRID; i++) patch[i] = green(i, x, y, w, h);
        } else {
            double lastX = x, lastY = y, best = 256 * GRID * GRID;
            for (int place = 0; place < SIDE * SIDE; place++) {
                double difference = 0, px = lastX + (place % SIDE - REACH), py = lastY + (place / SIDE - REACH);
                for (int i = 0; i < GRID * GRID; i++) difference += std::abs(patch[i] - green(i, px, py, w, h));
                if (difference < best) best = difference, x = px, y = py;
            }
            std::printf(", \"box\": [%.17g, %.17g, %.17g, %.17g], \"confidence\": %.6f", x, y, w, h, 1 - best / (255 * GRID * GRID));
        }
        std::puts("}");
    }
}
