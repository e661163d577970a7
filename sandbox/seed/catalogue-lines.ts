/** The catalogue in lines; brands are invented and stand for no real maker. */

/** name | SKU prefix | colour of its labels */
export const BRAND_LINES = `
Alder & Thyme|ALT|#3F6B52
Brightfen Labs|BRF|#2F5D8A
Cobalt Root|CBR|#34448C
Driftwood Botanicals|DRB|#8A5A2F
Everpine Nutrition|EVP|#1F5C45
Fernhollow|FHW|#5E7F2B
Granite Peak Health|GPH|#4A5058
Heronwell|HRW|#2B7B80
Lumen & Leaf|LUL|#9A6A12
Saltmarsh Sciences|SMS|#7A3F63
`

/** name | brand prefix | categories | format | unit | sizes as units@price | amount | frequency | duration | time | ingredients | note */
export const PRODUCT_LINES = `
Daily Foundation Multi|EVP|Multivitamins|capsule|capsules|60@27.80,120@49.60|2|once per day|ongoing|morning|Vitamin A, Vitamin C, Vitamin D3, B vitamins, Zinc, Selenium|With food
Daily Foundation Multi without Iron|EVP|Multivitamins|capsule|capsules|60@27.80,120@49.60|2|once per day|ongoing|morning|Vitamin A, Vitamin C, Vitamin D3, B vitamins, Zinc|With food
Women's Whole Multi|LUL|Multivitamins,Women's Health|tablet|tablets|90@34.20|3|once per day|ongoing|morning|Folate, Iron, Iodine, Vitamin D3, B vitamins|With breakfast
Men's Whole Multi|LUL|Multivitamins,Men's Health|tablet|tablets|90@34.20|3|once per day|ongoing|morning|Zinc, Selenium, Vitamin D3, B vitamins|With breakfast
Prenatal Essentials|HRW|Multivitamins,Women's Health|capsule|capsules|120@42.50,240@79.00|4|once per day|ongoing|morning|Folate, Choline, Iron, Iodine, Vitamin D3|With food
Little Sprouts Chewable Multi|FHW|Multivitamins,Children|chewable|chewables|60@19.40,120@35.10|1|once per day|ongoing|morning|Vitamin A, Vitamin C, Vitamin D3, Zinc|Berry taste
Senior Balance Multi|GPH|Multivitamins|tablet|tablets|60@29.90|1|twice per day|ongoing|morning,evening|Vitamin B12, Vitamin D3, Vitamin K2, Magnesium|
Vitamin D3 1,000 IU|BRF|Vitamins,Bone Health|capsule|softgels|120@12.60|1|once per day|ongoing|morning|Vitamin D3|With a meal that has fat
Vitamin D3 5,000 IU|BRF|Vitamins,Bone Health,Immune Health|capsule|softgels|60@14.90,120@24.30|1|once per day|90|morning|Vitamin D3|Recheck the blood level after 90 days
Vitamin D3 + K2 Drops|HRW|Vitamins,Bone Health|drops|ml|30@31.70|3|once per day|ongoing|morning|Vitamin D3, Vitamin K2|
Buffered Vitamin C 1,000|CBR|Vitamins,Immune Health|tablet|tablets|90@18.20,180@31.90|1|twice per day|30|morning,evening|Vitamin C, Calcium ascorbate|
Liposomal Vitamin C|SMS|Vitamins,Immune Health|liquid|ml|120@36.80|5|once per day|30|morning|Vitamin C, Sunflower lecithin|Take in a little water
Active B Complex|BRF|Vitamins,Energy|capsule|capsules|60@23.50,120@41.80|1|once per day|ongoing|morning|Vitamin B6, Methylfolate, Methylcobalamin, Riboflavin|
Methyl B12 Lozenges|CBR|Vitamins,Energy|lozenge|lozenges|60@21.20|1|once per day|90|morning|Methylcobalamin|Let it dissolve in the mouth
Methylfolate 400|CBR|Vitamins,Women's Health|capsule|capsules|90@17.60|1|once per day|ongoing|morning|Methylfolate|
Mixed Vitamin E|EVP|Vitamins,Heart Health|capsule|softgels|60@26.40|1|once per day|60|evening|Vitamin E, Tocotrienols|
Vitamin A from Carrots|FHW|Vitamins,Eye Health|capsule|softgels|100@15.80|1|once per day|30|morning|Beta-carotene|
Magnesium Glycinate 120|HRW|Minerals,Sleep,Stress|capsule|capsules|90@19.90,180@35.60,240@45.20|2|once per day|ongoing|night|Magnesium glycinate|
Magnesium Citrate Powder|GPH|Minerals,Digestion|powder|g|250@24.70|1 scoop|once per day|30|night|Magnesium citrate|Stir into water
Magnesium Threonate Focus|SMS|Minerals,Brain Health|capsule|capsules|90@46.30|3|once per day|90|night|Magnesium threonate|
Zinc Picolinate 30|BRF|Minerals,Immune Health|capsule|capsules|60@11.90,180@29.50|1|once per day|60|evening|Zinc picolinate|Not on an empty stomach
Zinc Lozenges with Elder|DRB|Minerals,Immune Health|lozenge|lozenges|30@12.80|1|three times per day|7|morning,afternoon,evening|Zinc gluconate, Elderberry|
Gentle Iron Bisglycinate|LUL|Minerals,Women's Health|capsule|capsules|90@16.90|1|once per day|90|morning|Iron bisglycinate, Vitamin C|Two hours apart from coffee and tea
Bone Builder Calcium|GPH|Minerals,Bone Health|tablet|tablets|120@28.40|2|twice per day|ongoing|morning,evening|Calcium, Magnesium, Vitamin D3, Boron|
Kelp Iodine Drops|ALT|Minerals,Thyroid|drops|ml|30@18.10|2|once per day|60|morning|Iodine from kelp|
Selenium 200|CBR|Minerals,Thyroid|capsule|capsules|100@13.70|1|once per day|90|morning|Selenomethionine|
Chromium Balance|GPH|Minerals,Blood Sugar|capsule|capsules|90@17.20|1|twice per day|90|morning,evening|Chromium picolinate|
Electrolyte Mix Citrus|EVP|Minerals,Energy|packet|packets|30@32.60|1|once per day|as needed|afternoon|Sodium, Potassium, Magnesium|Stir into 500 ml of water
Clear Sea Omega 1000|SMS|Essential Fats,Heart Health|capsule|softgels|60@29.40,120@52.80,180@74.50|2|once per day|ongoing|morning|EPA, DHA|With food
Clear Sea Omega Liquid|SMS|Essential Fats,Heart Health|liquid|ml|200@44.90,480@89.30|5|once per day|ongoing|morning|EPA, DHA, Lemon oil|Keep cold once opened
Algae DHA|FHW|Essential Fats,Brain Health|capsule|softgels|60@38.20|1|once per day|ongoing|morning|DHA from algae|Vegan
Little Fish Chewables|FHW|Essential Fats,Children|chewable|chewables|90@25.60|2|once per day|ongoing|morning|EPA, DHA|
Evening Primrose 1300|LUL|Essential Fats,Women's Health|capsule|softgels|60@22.30|1|twice per day|90|morning,evening|Gamma-linolenic acid|
Broad Flora 50|HRW|Probiotics,Digestion|capsule|capsules|30@43.80,60@79.90|1|once per day|60|morning|Lactobacillus, Bifidobacterium|Keep cold
Travel Flora|HRW|Probiotics,Digestion|capsule|capsules|30@31.50|1|once per day|30|morning|Lactobacillus, Saccharomyces boulardii|Needs no fridge
Children's Flora Powder|HRW|Probiotics,Children|powder|g|60@28.90|1 scoop|once per day|30|morning|Bifidobacterium, Inulin|
Spore Flora|CBR|Probiotics,Digestion|capsule|capsules|60@54.60|1|once per day|60|evening|Bacillus subtilis, Bacillus coagulans|
Digest Complete Enzymes|ALT|Digestion|capsule|capsules|90@33.10,180@61.00|1|three times per day|60|morning,afternoon,evening|Protease, Lipase, Amylase, Lactase|At the start of a meal
Betaine HCl & Pepsin|ALT|Digestion|capsule|capsules|120@24.20|1|twice per day|30|afternoon,evening|Betaine HCl, Pepsin|With meals that have protein
Gut Repair Powder|EVP|Digestion|powder|g|225@47.40|1 scoop|twice per day|60|morning,evening|L-glutamine, Aloe, Slippery elm|
L-Glutamine Pure|GPH|Digestion,Protein|powder|g|300@34.80|5 g|once per day|60|morning|L-glutamine|
Ginger & Artichoke|DRB|Digestion|capsule|capsules|60@21.80|1|twice per day|30|afternoon,evening|Ginger, Artichoke leaf|
Soluble Fiber Blend|EVP|Digestion,Heart Health|powder|g|350@26.90|1 scoop|once per day|ongoing|morning|Acacia fiber, Partially hydrolyzed guar|With plenty of water
Peppermint Ease|DRB|Digestion|capsule|softgels|60@23.90|1|three times per day|30|morning,afternoon,evening|Peppermint oil|Half an hour before a meal
Quiet Night|ALT|Sleep|capsule|capsules|60@27.30|2|every night|30|night|Valerian, Passionflower, Lemon balm|
Melatonin 1 mg Lozenges|BRF|Sleep|lozenge|lozenges|60@11.40|1|every night|14|night|Melatonin|An hour before bed
Theanine Calm 200|SMS|Stress,Sleep|capsule|capsules|60@28.10|1|twice per day|60|morning,afternoon|L-theanine|
Ashwagandha Root Extract|DRB|Stress,Energy|capsule|capsules|60@25.70,120@46.10|1|twice per day|60|morning,evening|Ashwagandha|
Rhodiola Rise|DRB|Stress,Energy|capsule|capsules|60@29.60|1|every morning|60|morning|Rhodiola rosea|
Saffron Mood|LUL|Mood|capsule|capsules|60@39.90|1|twice per day|56|morning,evening|Saffron|
Inositol Powder|GPH|Mood,Women's Health|powder|g|300@36.40|4 g|once per day|90|morning|Myo-inositol|
Elder & Echinacea Syrup|DRB|Immune Health|liquid|ml|240@24.80|10|three times per day|10|morning,afternoon,evening|Elderberry, Echinacea|
Mushroom Shield|FHW|Immune Health|capsule|capsules|90@41.20|2|once per day|60|morning|Reishi, Shiitake, Turkey tail|
Quercetin & Bromelain|CBR|Immune Health,Joint Health|capsule|capsules|100@32.70|1|twice per day|60|morning,evening|Quercetin, Bromelain|Between meals
NAC 600|BRF|Immune Health,Liver Support|capsule|capsules|90@22.60,180@39.80|1|twice per day|60|morning,evening|N-acetyl cysteine|
Curcumin Phytosome|SMS|Joint Health|capsule|capsules|60@45.80,120@84.60|1|twice per day|90|morning,evening|Turmeric extract, Sunflower phospholipids|
Boswellia & Ginger|DRB|Joint Health|tablet|tablets|60@28.90|1|twice per day|60|morning,evening|Boswellia, Ginger|
Collagen Peptides|EVP|Joint Health,Protein|powder|g|280@38.40,560@69.20|1 scoop|once per day|90|morning|Hydrolyzed collagen|
Glucosamine & MSM|GPH|Joint Health|tablet|tablets|120@33.30|3|once per day|90|morning|Glucosamine sulfate, MSM|
CoQ10 100 Ubiquinol|BRF|Heart Health,Energy|capsule|softgels|60@52.40|1|once per day|90|morning|Ubiquinol|With a meal that has fat
Red Yeast & CoQ10|HRW|Heart Health|capsule|capsules|120@44.10|2|every night|90|night|Red yeast rice, CoQ10|
Hawthorn Heart|ALT|Heart Health|capsule|capsules|90@23.40|1|twice per day|60|morning,evening|Hawthorn berry|
Milk Thistle Plus|ALT|Liver Support|capsule|capsules|90@26.60|1|twice per day|60|morning,evening|Milk thistle, Dandelion root|
Berberine 500|CBR|Blood Sugar|capsule|capsules|60@30.80,120@56.90|1|twice per day|90|morning,evening|Berberine HCl|With meals
Chasteberry Cycle|LUL|Women's Health|capsule|capsules|60@21.90|1|every morning|90|morning|Chasteberry|
Saw Palmetto & Pumpkin|LUL|Men's Health|capsule|softgels|60@27.70|1|twice per day|90|morning,evening|Saw palmetto, Pumpkin seed oil|
Lutein & Zeaxanthin|HRW|Eye Health|capsule|softgels|60@29.10|1|once per day|ongoing|morning|Lutein, Zeaxanthin|
Pea Protein Vanilla|FHW|Protein|powder|g|450@39.60|1 scoop|once per day|ongoing|morning|Pea protein, Vanilla|
Whey Isolate Plain|GPH|Protein|powder|g|500@48.90|1 scoop|once per day|ongoing|morning|Whey isolate|
Arnica Gel|DRB|Joint Health|gel|g|75@14.20|thin layer|three times per day|until symptoms resolve|morning,afternoon,evening|Arnica montana|For the skin only
Lysine Relief|GPH|Immune Health|tablet|tablets|100@15.10|1|three times per day|14|morning,afternoon,evening|L-lysine|
`

/** name | laboratory | price | fasting | what is measured | instructions */
export const LAB_LINES = `
Comprehensive Metabolic and Lipid Panel|Ridgeline Diagnostics|58.00|yes|Glucose, Creatinine, ALT, AST, Total cholesterol, HDL, LDL, Triglycerides|Nothing but water for 12 hours before the draw.
Thyroid Complete|Ridgeline Diagnostics|84.00|no|TSH, Free T4, Free T3, TPO antibodies|Draw before the morning thyroid dose.
Vitamin D, 25-Hydroxy|Ridgeline Diagnostics|39.00|no|25-Hydroxy vitamin D|No preparation.
Iron Status|Ridgeline Diagnostics|46.00|yes|Ferritin, Iron, TIBC, Transferrin saturation|No iron for 24 hours before the draw.
Hemoglobin A1c and Insulin|Ridgeline Diagnostics|52.00|yes|Hemoglobin A1c, Fasting insulin|Nothing but water for 10 hours before the draw.
Inflammation Panel|Ridgeline Diagnostics|61.00|no|hs-CRP, Homocysteine, ESR|No hard exercise on the day before.
Stool Microbiome Map|Tideline Functional Lab|349.00|no|Microbial diversity, Elastase, Calprotectin, Zonulin|Collect at home; keep the kit cold.
Four-Point Cortisol, Saliva|Tideline Functional Lab|169.00|no|Cortisol at four times, DHEA|Do not eat for an hour before each tube.
Organic Acids, Urine|Tideline Functional Lab|289.00|yes|Organic acids, Creatinine|First urine of the morning.
Women's Hormones, Dried Urine|Tideline Functional Lab|329.00|no|Estrogens, Progesterone, Androgens|Days 19 to 22 of the cycle.
Omega-3 Index|Saltgrass Labs|79.00|no|EPA, DHA, Omega-3 index|Finger-prick card.
Food Antibody Panel|Saltgrass Labs|259.00|no|IgG to 96 foods|No preparation.
`
