"""Know the words of notices in traditional characters too: 獲獎名單, 國立臺灣大學, 指導老師.

Nothing of a notice is converted. The patterns and tables are written in simplified characters, and
each of those matches its traditional forms as well; `PAIRS` has the characters such words use.
"""

PAIRS = (
    "奖獎 单單 学學 国國 级級 组組 优優 异異 军軍 亚亞 业業 东東 两兩 严嚴 个個 临臨 为為 举舉 义義 乐樂 乡鄉 书書 "
    "习習 云雲 产產 亲親 亿億 众眾 会會 传傳 伟偉 体體 余餘 侨僑 储儲 儿兒 党黨 兰蘭 关關 兴興 养養 冈岡 写寫 农農 "
    "况況 决決 净淨 减減 凤鳳 刘劉 则則 创創 别別 剧劇 办辦 务務 动動 劳勞 势勢 区區 医醫 华華 协協 卢盧 卫衛 厂廠 "
    "历歷 厅廳 参參 双雙 发發 变變 叶葉 号號 后後 吴吳 听聽 启啟 员員 响響 园園 图圖 圆圓 团團 围圍 圣聖 场場 坛壇 "
    "报報 处處 复復 备備 头頭 奋奮 娄婁 孙孫 宁寧 宝寶 实實 审審 宫宮 宽寬 宾賓 对對 导導 寿壽 将將 尔爾 尝嘗 尧堯 "
    "层層 屿嶼 岁歲 岗崗 岛島 岭嶺 币幣 师師 带帶 帮幫 广廣 庄莊 庆慶 库庫 应應 庙廟 开開 张張 弥彌 当當 录錄 征徵 "
    "总總 恋戀 恒恆 战戰 户戶 护護 担擔 择擇 拥擁 换換 据據 捷捷 敌敵 数數 斋齋 斗鬥 无無 时時 显顯 晋晉 晓曉 术術 "
    "机機 权權 条條 来來 杨楊 极極 构構 枣棗 标標 树樹 样樣 桥橋 检檢 楼樓 欧歐 欢歡 残殘 毕畢 汇匯 汉漢 汤湯 沟溝 "
    "沪滬 泽澤 洁潔 济濟 涛濤 润潤 渊淵 温溫 湾灣 满滿 滨濱 灵靈 点點 炼煉 热熱 爱愛 牵牽 状狀 独獨 献獻 环環 现現 "
    "珑瓏 电電 画畫 畅暢 疗療 监監 盖蓋 盘盤 盛盛 矿礦 码碼 确確 离離 种種 积積 称稱 稳穩 穷窮 竞競 笔筆 筑築 签簽 "
    "简簡 类類 粤粵 纪紀 约約 红紅 级級 纪紀 纯純 纲綱 纳納 纵縱 线線 练練 组組 细細 织織 终終 绍紹 经經 结結 络絡 "
    "统統 继繼 续續 维維 综綜 绿綠 编編 罗羅 罚罰 罢罷 职職 联聯 肃肅 胜勝 脑腦 节節 芦蘆 苏蘇 范範 茎莖 荐薦 药藥 "
    "莲蓮 获獲 营營 萧蕭 虑慮 补補 见見 观觀 规規 视視 览覽 觉覺 订訂 计計 认認 讨討 让讓 训訓 议議 记記 讲講 许許 "
    "论論 设設 访訪 证證 评評 识識 诉訴 诗詩 诚誠 话話 语語 说說 读讀 课課 调調 谈談 谢謝 谭譚 贝貝 负負 贡貢 财財 "
    "责責 贤賢 货貨 质質 贵貴 贺賀 赖賴 赛賽 赞贊 赵趙 车車 轨軌 轩軒 转轉 轮輪 软軟 载載 辅輔 辑輯 输輸 达達 迁遷 "
    "过過 运運 还還 进進 远遠 连連 选選 递遞 邓鄧 邮郵 邹鄒 郑鄭 酱醬 释釋 里裡 针針 钟鐘 钢鋼 钱錢 铁鐵 铜銅 银銀 "
    "锋鋒 锦錦 镇鎮 长長 门門 闭閉 问問 间間 闻聞 阁閣 队隊 阳陽 阴陰 际際 陆陸 陈陳 隐隱 难難 静靜 韩韓 页頁 顺順 "
    "须須 顾顧 预預 领領 题題 颜顏 风風 飞飛 饭飯 馆館 马馬 驻駐 验驗 骆駱 高高 鱼魚 鲁魯 鸡雞 鸣鳴 麦麥 黄黃 齐齊 "
    "从從 龄齡 龙龍 龚龔 台臺 县縣 湿濕 温溫 讯訊 汇彙 冯馮 蒋蔣 卢盧 贾賈 阎閻 庞龐 纪紀 项項 祖祖 钮鈕 应應 宪憲 杰傑"
)
_TWINS = {pair[0]: pair[1:] for pair in PAIRS.split() if pair[0] != pair[1]}
_TO_TRADITIONAL = str.maketrans(_TWINS)


def twin(word: str) -> str:
    """Return `word` in traditional characters, as far as `PAIRS` knows them."""
    return word.translate(_TO_TRADITIONAL)


def either(pattern: str) -> str:
    """Return a regular expression in which every simplified character matches its twin too."""
    found, inside, escaped = "", False, False
    for char in pattern:
        other = "" if escaped else _TWINS.get(char, "")
        if not escaped:
            inside = char == "[" or (inside and char != "]")
        escaped = char == "\\" and not escaped
        found += char + other if inside or not other else f"[{char}{other}]"
    return found
