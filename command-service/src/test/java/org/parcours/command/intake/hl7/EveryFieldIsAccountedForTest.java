package org.parcours.command.intake.hl7;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
     * id count too: they identify where there is no universal id; so do the code of a value that is shown as text, and the
     * number of a person whose name is shown.
     */
    private static final Pattern DECIDING = Pattern.compile(
            "MSH-(?:3|4|9|11|18).*|PID-(?:3\\.5|5\\.7|30|32|8).*|PV1-(?:2|3\\.\\d\\.\\d).*|ZBE-(?:4|5|6).*|ORC-(?:1|5)|OBR-(?:24|25).*"
                    + "|OBX-(?:2|11).*|TXA-(?:17|19).*|RXA-(?:20|21).*|(?:OBR-[23]|ORC-[234]|SCH-[12]|TXA-1[2-5]|ZBE-1|DG1-20|PR1-19)\\.[24]"
                    + "|OBX-[68](?:\\[2])?\\..*|OBX-6|OBX-8|OBR-26\\..*|OBR-15\\..*|PV1-6\\.4|PV1-45.*|(?:OBR-3[234]|TXA-[59])(?:\\[2])?\\.1|TXA-(?:2|13|18).*"
                    + "|RXG-9.*|PR1-5.*");

    private final Hl7TestParser messages = new Hl7TestParser();
    private final EventCodec codec = new EventCodec();

    @ParameterizedTest
    @FieldSource("org.parcours.command.intake.hl7.Hl7MessageTemplate#MESSAGES")
    void every_populated_field_is_recorded_or_named_or_deliberately_not_used(String message) {
        Set<String> vanished = new TreeSet<>();
        String[] segments = Hl7MessageTemplate.segments(message);
        for (int i = 0; i < segments.length; i++) {
            String name = segments[i].substring(0, 3);
            int last = Hl7MessageTemplate.fieldCount(name);
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
            changed[index] = Hl7MessageTemplate.withField(segments[index], field, value);
            String message = String.join("\r", changed) + "\r";
            messages.documents.clear();
            switch (messages.parse(message)) {
                case ParsedMessage parsed -> collectVanished(parsed, code, name + "-" + field, value, vanished);
                case Rejection rejection ->
                    assertThat(rejection.field()).as(message).isNotEmpty();
                case UnsupportedMessage _ -> {}
            }
        }
    }

    private void collectVanished(ParsedMessage parsed, String code, String field, String value, Set<String> vanished) {
        StringBuilder recorded = new StringBuilder(parsed.messageId() + parsed.sender() + parsed.declared());
        Set<String> unread = new TreeSet<>();
        for (Fact fact : parsed.facts()) {
            recorded.append(codec.mapper().writeValueAsString(fact));
            unread.addAll(fact.annotations().unread());
        }
        messages.documents.contents().forEach(bytes -> recorded.append(new String(bytes, StandardCharsets.UTF_8)));
        for (Map.Entry<String, String> token :
                Hl7MessageTemplate.valuesByPath(field, value).entrySet()) {
            String path = token.getKey();
            boolean isUnread = unread.stream()
                    .anyMatch(named ->
                            path.equals(named) || path.startsWith(named + ".") || path.startsWith(named + "["));
            if (!recorded.toString().replace("-", "").contains(token.getValue())
                    && !isUnread
                    && NotUsedFields.reason(code, path).isEmpty()
                    && !DECIDING.matcher(path).matches()) {
                vanished.add(path + " of " + code);
            }
        }
    }
}
