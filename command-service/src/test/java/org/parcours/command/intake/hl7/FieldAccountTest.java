package org.parcours.command.intake.hl7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.parcours.command.intake.SampleFiles;
import org.parcours.command.message.ParsedMessage;

/** Rule 8: every populated field is used, deliberately not used, or named on the event. */
class FieldAccountTest {

    /**
     * Decided to stay unread, and named on the event: observations inside an ADT or a BAR (weight, height), a
     * discharge time or planned times where the trigger reports none, and comments
     * and observations that stand where the structure of their message has none.
     */
    private static final Pattern STAYS_UNREAD = Pattern.compile(
            "(?:(?:ADT|BAR) (?:OBX|NTE)|ADT PV1-45|ADT PV2-[89]|(?:OUL|MDM) (?:NTE|OBX)).*|ORU (?:NTE-3|OBX-[45].*) 2\\.16\\.840\\.1\\.114222\\.4\\.3\\.3\\.5\\.1\\.2\\-20120314235954\\.325"
                    + "|O(?:RM|MG|ML) NTE-3 MSG0001[89]");

    private final Hl7TestParser messages = new Hl7TestParser(Map.of("parcours.hl7.accepted-processing-ids", "P,T,D"));

    @Test
    void no_field_of_the_samples_is_without_a_decision() {
        assumeThat(SampleFiles.folder("hl7v2")).as("the folder shared/samples").isPresent();
        Stream<byte[]> singleMessages = Stream.of("hl7v2/pam-fr", "hl7v2/various")
                .flatMap(SampleFiles::messages)
                .map(SampleFiles::bytes);
        Stream<byte[]> feed = SampleFiles.messages("hl7v2/simhospital").flatMap(SampleFiles::feed);

        Map<String, String> exampleByPath = new TreeMap<>();
        Stream.concat(singleMessages, feed).forEach(message -> {
            if (messages.parse(message) instanceof ParsedMessage parsed) {
                parsed.facts().stream()
                        .flatMap(fact -> fact.annotations().unread().stream())
                        .distinct()
                        .filter(path -> !STAYS_UNREAD
                                .matcher(field(message, 9).substring(0, 3) + " " + path + " " + field(message, 10))
                                .matches())
                        .forEach(path -> exampleByPath.put(path, new String(message, StandardCharsets.ISO_8859_1)));
            }
        });

        assertThat(exampleByPath).isEmpty();
    }

    /** A field of MSH. */
    private static String field(byte[] message, int number) {
        return new String(message, StandardCharsets.ISO_8859_1).split("\\|")[number - 1];
    }
}
