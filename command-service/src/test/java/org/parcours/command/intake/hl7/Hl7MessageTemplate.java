package org.parcours.command.intake.hl7;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A minimal message of each type, and how many fields each of its segments has. */
final class Hl7MessageTemplate {

    private static final Map<String, Integer> FIELDS = Map.ofEntries(
            Map.entry("MSH", 26),
            Map.entry("EVN", 7),
            Map.entry("PID", 40),
            Map.entry("PD1", 22),
            Map.entry("PV1", 54),
            Map.entry("PV2", 50),
            Map.entry("ZBE", 9),
            Map.entry("MRG", 7),
            Map.entry("ORC", 34),
            Map.entry("OBR", 54),
            Map.entry("OBX", 32),
            Map.entry("NTE", 9),
            Map.entry("SPM", 35),
            Map.entry("TQ1", 14),
            Map.entry("RXE", 45),
            Map.entry("RXO", 36),
            Map.entry("RXR", 6),
            Map.entry("RXC", 9),
            Map.entry("RXD", 35),
            Map.entry("RXA", 28),
            Map.entry("SCH", 28),
            Map.entry("RGS", 3),
            Map.entry("AIS", 12),
            Map.entry("AIG", 14),
            Map.entry("AIL", 12),
            Map.entry("AIP", 12),
            Map.entry("TXA", 28),
            Map.entry("AL1", 6),
            Map.entry("IAM", 30),
            Map.entry("DG1", 26),
            Map.entry("PR1", 25),
            Map.entry("NK1", 41),
            Map.entry("SAC", 49),
            Map.entry("ZXX", 3));

    private static final String EVN = "EVN||20260301101500";
    private static final String PID = "PID|||123^^^CHU&1.2.250.1.99&ISO^PI||DURAND^ANNE^^^^^D";
    private static final String PV1 = "PV1||I|CARDIO^12^A^CHU||||||||||||||||V1^^^CHU&1.2.250.1.98&ISO^VN";
    private static final String ORDER = "ORC|NW|P1^DPI|F1^LABO\rOBR|1|P1^DPI|F1^LABO|NFS^Numération";
    private static final String RESULT = "OBX|1|NM|HB^Hémoglobine||12.1|g/dL|||||F";

    /** Message type, then the segments after MSH. */
    static final List<String> MESSAGES = List.of(
            adt("A01"),
            adt("A02"),
            adt("A03"),
            adt("A04"),
            adt("A05"),
            adt("A08"),
            adt("A11"),
            adt("A13"),
            adt("A21"),
            adt("A28"),
            adt("A31"),
            adt("Z99") + "\rZBE|M1^GAM|20260301101500||UPDATE|N|A02",
            adt("A60") + "\rIAM|1||PENI^Pénicilline",
            "BAR^P12\r" + EVN + "\r" + PID + "\r" + PV1
                    + "\rDG1|1||J18.9^Pneumopathie^CIM10\rPR1|1||HHFA001^Appendicectomie^CCAM||20260301101500",
            "RGV^O15\r" + PID + "\r" + PV1 + "\rORC|NW|P1^DPI\rRXG|1|1||PARA^Paracétamol|1||g",
            "VXU^V04\r" + PID + "\r" + PV1 + "\rORC|RE|P1^DPI\rRXA|0|1|20260301101500||GRIP^Grippe|1",
            "ADT^A40\r" + EVN + "\r" + PID + "\rMRG|777^^^CHU&1.2.250.1.99&ISO^PI",
            "ADT^A44\r" + EVN + "\r" + PID + "\rMRG|777^^^CHU&1.2.250.1.99&ISO^PI\r" + PV1,
            "ORM^O01\r" + PID + "\r" + PV1 + "\r" + ORDER + "\rNTE|1||note\rTQ1|1",
            "OML^O21\r" + PID + "\r" + PV1 + "\r" + ORDER + "\rTQ1|1\rNTE|1||note\rSPM|1|S1&DPI||EDTA^Tube\rSAC|||S1",
            "ORU^R01\r" + PID + "\r" + PV1 + "\r" + ORDER + "\rNTE|1||note\r" + RESULT
                    + "\rNTE|1||note\rSPM|1|S1&DPI||EDTA^Tube",
            "OUL^R22\r" + PID + "\r" + PV1 + "\rSPM|1|S1&DPI||EDTA^Tube\rOBR|1|P1^DPI|F1^LABO|NFS^Numération\r"
                    + RESULT,
            "MDM^T02\r" + EVN + "\r" + PID + "\r" + PV1 + "\rTXA|1|CR||||||||||D1^DPI\rOBX|1|TX|CR||texte||||||F",
            "OMP^O09\r" + PID + "\r" + PV1 + "\rORC|NW|P1^DPI\rRXO|PARA^Paracétamol|1||g\rRXR|PO\rRXC|B|NACL^NaCl|3|mL",
            "RDE^O11\r" + PID + "\r" + PV1
                    + "\rORC|NW|P1^DPI\rRXE||PARA^Paracétamol|1||g\rTQ1|1\rRXR|PO\rRXC|B|NACL^NaCl|3|mL\rNTE|1||note",
            "RDS^O13\r" + PID + "\r" + PV1 + "\rORC|NW|P1^DPI\rRXD|1|PARA^Paracétamol|20260301|2|cp",
            "RAS^O17\r" + PID + "\r" + PV1 + "\rORC|NW|P1^DPI\rRXA|0|1|20260301101500||PARA^Paracétamol|1|g\rRXR|PO",
            "SIU^S12\rSCH|R1^RDV|R1^RDV\rTQ1|1||||||20260320090000\rNTE|1||note\r" + PID + "\r" + PV1
                    + "\rRGS|1\rAIS|1||CONS^Consultation\rAIG|1||SALLE^Salle\rAIL|1||CS-1\rAIP|1||10^DOC");

    private Hl7MessageTemplate() {}

    /** The segments of a template, MSH first, with an unknown Z segment at the end. */
    static String[] segments(String template) {
        String header = Hl7TestParser.msh(template.substring(0, 7)).strip();
        return (header + template.substring(7) + "\rZXX|1").split("\r");
    }

    /** The template of the type; else that of a similar type. */
    static String of(String type) {
        String similar =
                switch (type) {
                    case "OMG^O19", "OMI^O23" -> "ORM^O01";
                    case "RGV^O01", "RGV^O15" -> "RDE^O11";
                    case "VXU^V04" -> "RAS^O17";
                    case "BAR^P12" -> "ADT^A60";
                    case "ADT^A45" -> "ADT^A44";
                    case "ADT^A18", "ADT^A34", "ADT^A36", "ADT^A37", "ADT^A39" -> "ADT^A40";
                    default -> type;
                };
        return Stream.of(similar, type.substring(0, 3))
                .flatMap(prefix -> MESSAGES.stream().filter(template -> template.startsWith(prefix)))
                .map(template -> type + template.substring(7))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No template for " + type));
    }

    static int fieldCount(String segment) {
        return FIELDS.getOrDefault(segment, 10);
    }

    /** The path of each value: {@code PID-5[2].3}. */
    static Map<String, String> valuesByPath(String field, String value) {
        Map<String, String> tokens = new LinkedHashMap<>();
        String[] repetitions = value.split("~");
        for (int r = 0; r < repetitions.length; r++) {
            String[] components = repetitions[r].split("\\^");
            for (int c = 0; c < components.length; c++) {
                String[] subs = components[c].split("&");
                for (int s = 0; s < subs.length; s++) {
                    String path = field
                            + (r == 0 ? "" : "[" + (r + 1) + "]")
                            + (components.length == 1 ? "" : "." + (c + 1))
                            + (subs.length == 1 ? "" : "." + (s + 1));
                    tokens.put(path, subs[s]);
                }
            }
        }
        return tokens;
    }

    static String withField(String segment, int field, String value) {
        List<String> fields = new ArrayList<>(Arrays.asList(segment.split("\\|", -1)));
        int index = segment.startsWith("MSH") ? field - 1 : field;
        while (fields.size() <= index) {
            fields.add("");
        }
        fields.set(index, value);
        return String.join("|", fields);
    }

    private static String adt(String trigger) {
        return "ADT^" + trigger + "\r" + EVN + "\r" + PID + "\r" + PV1 + "\rPV2||";
    }
}
