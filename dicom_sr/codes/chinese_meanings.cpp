#include "dicom_sr/codes/chinese_meanings.h"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace sonolist::dicom {

namespace {

struct Meaning {
  std::string_view scheme, value, chinese;
};

constexpr Meaning kMeanings[] = {
    // The report's frame: TID 1500, 1204, 1001, 1004, 1600
    {"DCM", "126000", "影像测量报告"},
    {"DCM", "126010", "影像测量"},
    {"DCM", "125007", "测量组"},
    {"DCM", "121049", "内容项及其下级的语言"},
    {"RFC5646", "zh-CN", "简体中文"},
    {"RFC5646", "en", "英语"},
    {"DCM", "121005", "观察者类型"},
    {"DCM", "121007", "设备"},
    {"DCM", "121012", "观察设备UID"},
    {"DCM", "121013", "观察设备名称"},
    {"DCM", "121014", "观察设备制造商"},
    {"DCM", "121015", "观察设备型号"},
    {"DCM", "121016", "观察设备序列号"},
    {"DCM", "121058", "所报告的检查"},
    {"SCT", "363679005", "影像检查"},
    {"DCM", "111028", "图像库"},
    {"DCM", "126200", "图像库分组"},
    {"DCM", "121139", "设备类型"},
    {"DCM", "US", "超声"},
    {"DCM", "IVUS", "血管内超声"},
    {"DCM", "MR", "磁共振"},
    {"DCM", "CT", "计算机断层扫描"},
    {"DCM", "110910", "像素行数"},
    {"DCM", "110911", "像素列数"},
    {"UMLS", "C0034375", "定性评价"},
    // A measurement group: TID 1410, 1411, 1501, 1419, 4019
    {"DCM", "112039", "跟踪标识"},
    {"DCM", "112040", "跟踪唯一标识"},
    {"DCM", "121071", "所见"},
    {"DCM", "121191", "所引用的分割区"},
    {"DCM", "121214", "所引用的分割帧"},
    {"DCM", "121232", "分割的源序列"},
    {"DCM", "121233", "分割的源图像"},
    {"DCM", "111030", "图像区域"},
    {"SCT", "370129005", "测量方法"},
    {"SCT", "363698007", "所见部位"},
    {"SCT", "272741003", "侧别"},
    {"SCT", "24028007", "右侧"},
    {"SCT", "7771000", "左侧"},
    {"SCT", "51440002", "双侧"},
    {"DCM", "121401", "推导方式"},
    {"DCM", "111001", "算法名称"},
    {"DCM", "111003", "算法版本"},
    {"DCM", "113076", "分割"},
    {"DCM", "114006", "测量失败"},
    {"DCM", "114007", "未尝试测量"},
    {"DCM", "114010", "数值未知"},
    // Measures and units
    {"SCT", "42798000", "面积"},
    {"SCT", "131191004", "周长"},
    {"SCT", "131187009", "长轴"},
    {"SCT", "131188004", "短轴"},
    {"SCT", "131197000", "深度"},
    {"SCT", "118565006", "体积"},
    {"DCM", "121206", "距离"},
    {"DCM", "110849", "回声强度"},
    {"DCM", "122157", "概率"},
    {"SCT", "373098007", "平均值"},
    {"SCT", "386136009", "标准差"},
    {"SCT", "255605001", "最小值"},
    {"UCUM", "mm", "毫米"},
    {"UCUM", "mm2", "平方毫米"},
    {"UCUM", "mm3", "立方毫米"},
    {"UCUM", "cm", "厘米"},
    {"UCUM", "{pixels}", "像素"},
    {"UCUM", "1", "无单位"},
    {"UCUM", "[arb'U]", "任意单位"},
    {"UCUM", "ms", "毫秒"},
    // Structures and regions
    {"SCT", "68367000", "大腿"},
    {"SCT", "91470000", "腋窝"},
    {"SCT", "122496007", "腰椎"},
    {"FMA", "22443", "大收肌"},
    {"SCT", "51114001", "动脉"},
    {"SCT", "272673000", "骨"},
    {"SCT", "7657000", "股动脉"},
    {"SCT", "71341001", "股骨"},
    {"SCT", "71616004", "肌肉"},
    {"SCT", "84782009", "周围神经"},
    {"FMA", "19034", "坐骨神经"},
    {"FMA", "22357", "半腱肌"},
    {"SCT", "29092000", "静脉"},
    {"SCT", "59820001", "血管"},
    {"SCT", "80064006", "L1/L2椎间盘"},
    {"SCT", "67459009", "L2/L3椎间盘"},
    {"SCT", "62551000", "L3/L4椎间盘"},
    {"SCT", "84020006", "L4/L5椎间盘"},
    {"SCT", "715056000", "L5/S1椎间盘"},
    // Sonolist's own
    {"99SONOLIST", "RESULT", "分割结果"},
    {"99SONOLIST", "FOUND", "至少找到一个结构"},
    {"99SONOLIST", "NOTFOUND", "未找到任何结构"},
    {"99SONOLIST", "MISSING", "未找到的结构"},
    {"99SONOLIST", "USE", "预期用途"},
    {"99SONOLIST", "TRAINING", "训练数据"},
    {"99SONOLIST", "PARTS", "独立部分数"},
    {"99SONOLIST", "ESTDICE", "估计的Dice系数"},
    {"99SONOLIST", "CALIBRATION", "空间校准"},
    {"99SONOLIST", "FRAMESELECTION", "帧的选择"},
    {"99SONOLIST", "DISTANCETO", "距离的目标"},
    {"99SONOLIST", "NOTE", "测量说明"},
    {"99SONOLIST", "DICE", "Dice系数"},
    {"99SONOLIST", "IOU", "交并比"},
    {"99SONOLIST", "HD95", "95%豪斯多夫距离"},
    {"99SONOLIST", "AIPIXELS", "AI分割的像素数"},
    {"99SONOLIST", "REFPIXELS", "参考分割的像素数"},
    {"99SONOLIST", "REFSEGMENT", "参考分割的分割区"},
    {"99SONOLIST", "ONLYAI", "仅见于AI分割的结构"},
    {"99SONOLIST", "ONLYREF", "仅见于参考分割的结构"},
    {"99SONOLIST", "AGREEMENT", "一致性比较"},
};

}  // namespace

Code localised(const Code& code, Language language) {
  if (language == Language::kEnglish) return code;
  const auto* found = std::find_if(std::begin(kMeanings), std::end(kMeanings), [&](const Meaning& meaning) {
    return meaning.value == code.value && meaning.scheme == code.scheme;
  });
  if (found == std::end(kMeanings)) return code;
  return {code.value, code.scheme, std::string(found->chinese)};
}

}  // namespace sonolist::dicom
