package org.parcours.command.intake.hl7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.intake.hl7.Hl7TestParser.msh;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.parcours.command.intake.hl7.mapping.NotUsedFields;
import org.parcours.command.message.Fact;
import org.parcours.command.message.ParsedMessage;
import org.parcours.command.message.Rejection;
import org.parcours.command.message.UnsupportedMessage;
import org.parcours.events.codec.EventCodec;

/**
 * Rule 8 as a property: whichever field of a message is populated, its value is in the facts, or the field is on the list
 * of those not used, or the facts name it as unread, or it decides something ({@link #DECIDING}). The test fills each
 * field of each segment of each message type, one at a time, with components, subcomponents and repetitions.
 */
class EveryFieldIsAccountedForTest {

    /**
     * Fields whose value decides what is recorded, and so does not appear in it. The namespace and the type of a universal
     * id count too: they identify where there is no universal id.
     */
    private static final Pattern DECIDING = Pattern.compile(
            "MSH-(?:3|4|9|11|18).*|PID-(?:3\\.5|5\\.7|30|32|8).*|PV1-(?:2|3\\.\\d\\.\\d).*|ZBE-(?:4|5|6).*|ORC-(?:1|5)|OBR-(?:24|25).*"
                    + "|OBX-(?:2|11).*|TXA-(?:17|19).*|RXA-(?:20|21).*|(?:OBR-[23]|ORC-[234]|SCH-[12]|TXA-1[2-5]|ZBE-1)\\.[24]");

    private static final Map<String, Integer> FIELDS = Map.ofEntries(
            Map.entry("MSH", 26), Map.entry("EVN", 7), Map.entry("PID", 40), Map.entry("PD1", 22),
            Map.entry("PV1", 54), Map.entry("PV2", 50), Map.entry("ZBE", 9), Map.entry("MRG", 7),
            Map.entry("ORC", 34), Map.entry("OBR", 54), Map.entry("OBX", 32), Map.entry("NTE", 9),
            Map.entry("SPM", 35), Map.entry("TQ1", 14), Map.entry("RXE", 45), Map.entry("RXO", 36),
            Map.entry("RXR", 6), Map.entry("RXC", 9), Map.entry("RXD", 35), Map.entry("RXA", 28),
            Map.entry("SCH", 28), Map.entry("RGS", 3), Map.entry("AIS", 12), Map.entry("AIG", 14),
            Map.entry("AIL", 12), Map.entry("AIP", 12), Map.entry("TXA", 28), Map.entry("AL1", 6),
            Map.entry("IAM", 30), Map.entry("DG1", 26), Map.entry("PR1", 25), Map.entry("NK1", 41),
            Map.entry("SAC", 49), Map.entry("ZXX", 3));

    private static final String EVN = "EVN||20260301101500";
    private static final String PID = "PID|||123^^^CHU&1.2.250.1.99&ISO^PI||DURAND^ANNE^^^^^D";
    private static final String PV1 = "PV1||I|CARDIO^12^A^CHU||||||||||||||||V1^^^CHU&1.2.250.1.98&ISO^VN";
    private static final String ORDER = "ORC|NW|P1^DPI|F1^LABO\rOBR|1|P1^DPI|F1^LABO|NFS^Numération";
    private static final String RESULT = "OBX|1|NM|HB^Hémoglobine||12.1|g/dL|||||F";

    static final List<String> MESSAGES = List.of(
            adt("A01"), adt("A02"), adt("A03"), adt("A04"), adt("A05"), adt("A08"), adt("A11"), adt("A13"), adt("A21"),
            adt("A28"), adt("A31"), adt("Z99") + "\rZBE|M1^GAM|20260301101500||UPDATE|N|A02",
            adt("A60") + "\rIAM|1||PENI^Pénicilline",
            "ADT^A40\r" + EVN + "\r" + PID + "\rMRG|777^^^CHU&1.2.250.1.99&ISO^PI",
            "ADT^A44\r" + EVN + "\r" + PID + "\rMRG|777^^^CHU&1.2.250.1.99&ISO^PI\r" + PV1,
            "ORM^O01\r" + PID + "\r" + PV1 + "\r" + ORDER + "\rNTE|1||note\rTQ1|1",
            "OML^O21\r" + PID + "\r" + PV1 + "\r" + ORDER + "\rTQ1|1\rNTE|1||note\rSPM|1|S1&DPI||EDTA^Tube\rSAC|||S1",
            "ORU^R01\r" + PID + "\r" + PV1 + "\r" + ORDER + "\rNTE|1||note\r" + RESULT + "\rNTE|1||note\rSPM|1|S1&DPI||EDTA^Tube",
            "OUL^R22\r" + PID + "\r" + PV1 + "\rSPM|1|S1&DPI||EDTA^Tube\rOBR|1|P1^DPI|F1^LABO|NFS^Numération\r" + RESULT,
            "MDM^T02\r" + EVN + "\r" + PID + "\r" + PV1 + "\rTXA|1|CR||||||||||D1^DPI\rOBX|1|TX|CR||texte||||||F",
            "OMP^O09\r" + PID + "\r" + PV1 + "\rORC|NW|P1^DPI\rRXO|PARA^Paracétamol|1||g\rRXR|PO\rRXC|B|NACL^NaCl|3|mL",
            "RDE^O11\r" + PID + "\r" + PV1 + "\rORC|NW|P1^DPI\rRXE||PARA^Paracétamol|1||g\rTQ1|1\rRXR|PO\rRXC|B|NACL^NaCl|3|mL\rNTE|1||note",
            "RDS^O13\r" + PID + "\r" + PV1 + "\rORC|NW|P1^DPI\rRXD|1|PARA^Paracétamol|20260301|2|cp",
            "RAS^O17\r" + PID + "\r" + PV1 + "\rORC|NW|P1^DPI\rRXA|0|1|20260301101500||PARA^Paracétamol|1|g\rRXR|PO",
            "SIU^S12\rSCH|R1^RDV|R1^RDV\rTQ1|1||||||20260320090000\rNTE|1||note\r" + PID + "\r" + PV1
                    + "\rRGS|1\rAIS|1||CONS^Consultation\rAIG|1||SALLE^Salle\rAIL|1||CS-1\rAIP|1||10^DOC");

    private final Hl7TestParser messages = new Hl7TestParser();
    private final EventCodec codec = new EventCodec();

    @ParameterizedTest
    @FieldSource("MESSAGES")
    void every_populated_field_is_recorded_or_named_or_deliberately_not_used(String message) {
        Set<String> vanished = new TreeSet<>();
        String[] segments = (msh(message.substring(0, 7)).strip() + message.substring(7) + "\rZXX|1").split("\r");
        for (int i = 0; i < segments.length; i++) {
            String name = segments[i].substring(0, 3);
            int last = Optional.ofNullable(FIELDS.get(name)).orElse(10);
            for (int field = name.equals("MSH") ? 3 : 1; field <= last; field++) {
                fillField(message.substring(0, 3), segments, i, field, vanished);
            }
        }
        assertThat(vanished).isEmpty();
    }

    /** Fills one field in two ways: with a coded value, and with a time. */
    private void fillField(String code, String[] segments, int index, int field, Set<String> vanished) {
        String name = segments[index].substring(0, 3);
        for (String value : List.of("W1X^W2X^W3X&W4X^W5X^W6X~W7X^W8X", "20260305", "W1X")) {
            String[] changed = segments.clone();
            changed[index] = withField(segments[index], name, field, value);
            String message = String.join("\r", changed) + "\r";
            switch (messages.parse(message)) {
                case ParsedMessage parsed -> collectVanished(parsed, code, name + "-" + field, value, vanished);
                case Rejection rejection -> assertThat(rejection.field()).as(message).isNotEmpty();
                case UnsupportedMessage _ -> {}
            }
        }
    }

    private void collectVanished(
            ParsedMessage parsed, String code, String field, String value, Set<String> vanished) {
        StringBuilder recorded = new StringBuilder(parsed.messageId() + parsed.sender() + parsed.declared());
        Set<String> unread = new TreeSet<>();
        for (Fact fact : parsed.facts()) {
            recorded.append(codec.mapper().writeValueAsString(fact));
            unread.addAll(fact.annotations().unread());
        }
        messages.documents.contents().forEach(bytes -> recorded.append(new String(bytes, StandardCharsets.UTF_8)));
        for (Map.Entry<String, String> token : tokens(field, value).entrySet()) {
            String path = token.getKey();
            boolean isUnread = unread.stream().anyMatch(named -> path.equals(named) || path.startsWith(named + ".")
                    || path.startsWith(named + "["));
            if (!recorded.toString().replace("-", "").contains(token.getValue())
                    && !isUnread
                    && NotUsedFields.reason(code, path).isEmpty()
                    && !DECIDING.matcher(path).matches()) {
                vanished.add(path + " of " + code);
            }
        }
    }

    /** The path of each value: {@code PID-5[2].3}. */
    private static Map<String, String> tokens(String field, String value) {
        Map<String, String> tokens = new LinkedHashMap<>();
        String[] repetitions = value.split("~");
        for (int r = 0; r < repetitions.length; r++) {
            String[] components = repetitions[r].split("\\^");
            for (int c = 0; c < components.length; c++) {
                String[] subs = components[c].split("&");
                for (int s = 0; s < subs.length; s++) {
                    String path = field + (r == 0 ? "" : "[" + (r + 1) + "]")
                            + (components.length == 1 ? "" : "." + (c + 1)) + (subs.length == 1 ? "" : "." + (s + 1));
                    tokens.put(path, subs[s]);
                }
            }
        }
        return tokens;
    }

    private static String withField(String segment, String name, int field, String value) {
        List<String> fields = new ArrayList<>(Arrays.asList(segment.split("\\|", -1)));
        int index = name.equals("MSH") ? field - 1 : field;
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
