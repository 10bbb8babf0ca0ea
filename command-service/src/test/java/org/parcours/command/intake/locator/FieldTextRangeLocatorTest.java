package org.parcours.command.intake.locator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which part of a rejected message is highlighted for a person. */
class FieldTextRangeLocatorTest {

    private static final String HL7 = "MSH|^~\\&|LAB|CHU|PARCOURS|CHU|20260301||ORU^R01|M1|P|2.5\r"
            + "PID|1||12^^^CHU^PI~99^^^INS||ESSAI^PAUL\rPV1\rOBR|1|P1|F1\rOBR|2|P2\r";

    private static final String JSON = """
            {"specversion": "1.0", "id": "42",
             "data": {"patient": {"identifiers": [{"system": "urn:oid:1"}, {"system": "urn:oid:2", "value": "2"}]},
                      "occurredAt": "yesterday", "kind": ["é"]}}""";

    private static final String BUNDLE = """
            {"resourceType": "Bundle", "type": "batch", "entry": [{"resource": {"resourceType": "Patient", "id": "1"}},
              {"resource": {"resourceType": "Observation", "status": "odd", "effectiveDateTime": "never",
                            "code": {"coding": [{"code": 7}]}}}]}""";

    private static final String ODD_CHARACTERS = "|^~\r\n{}[]<>\"/ M\0";

    private static final String XML = """
            <?xml version="1.0"?>
            <Bundle xmlns="http://hl7.org/fhir"><type value="batch"/>
              <entry><resource><Patient><id value="1"/></Patient></resource></entry>
              <entry><resource><Observation><status value="odd"/><effectiveDateTime value="never"/></Observation></resource></entry>
            </Bundle>""";

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "MSH-9,ORU^R01",
                "MSH-10,M1",
                "MSH-1,|",
                "MSH-2,^~\\&",
                "PID-3,12^^^CHU^PI~99^^^INS",
                "PID-3.1,12",
                "PID-3.4,CHU",
                "PID-5.2,PAUL",
                "OBR-3,F1",
                "PID-4,\"\"",
                "PID-30,PID|1||12^^^CHU^PI~99^^^INS||ESSAI^PAUL",
                "PV1,PV1",
                "PV1-19,PV1"
            })
    void in_HL7_v2_the_field_or_the_segment_that_lacks_it_is_located(String field, String expected) {
        assertThat(locatedText(HL7, field)).contains(expected);
    }

    @Test
    void an_absent_segment_is_not_located() {
        assertThat(FieldTextRangeLocator.locate(HL7, "TXA-12")).isEmpty();
        assertThat(FieldTextRangeLocator.locate(HL7, "")).isEmpty();
    }

    @Test
    void the_name_of_a_segment_inside_a_text_is_not_located() {
        String message = "MSH|^~\\&|LAB\rNTE|1||see PID|1\rPID|1||7\r";
        assertThat(locatedText(message, "PID-3")).contains("7");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "data.occurredAt;\"yesterday\"",
                "data.patient.identifiers[1].value;\"2\"",
                "data.patient.identifiers[0].value;{",
                "data.patient.identifiers[7];[",
                "data.kind;[\"é\"]",
                "id;\"42\"",
                "time;{"
            })
    void in_JSON_the_value_or_the_start_of_what_lacks_it_is_located(String field, String expected) {
        assertThat(locatedText(JSON, field)).contains(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Bundle.type;\"batch\"",
                "Bundle.entry[1].resource.status;\"odd\"",
                "Bundle.entry[1].resource.effective;\"never\"",
                "Bundle.entry[1].resource.descendants().code;{\"coding\": [{\"code\": 7}]}",
                "Bundle.entry[1].resource.subject;{"
            })
    void in_FHIR_JSON_the_element_of_a_FHIRPath_is_located(String field, String expected) {
        assertThat(locatedText(BUNDLE, field)).contains(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Bundle.type;<type value=\"batch\"/>",
                "Bundle.entry[1].resource.status;<status value=\"odd\"/>",
                "Bundle.entry[1].resource.effective;<effectiveDateTime value=\"never\"/>",
                "Bundle.entry[1].resource.subject;<Observation>"
            })
    void in_XML_the_start_tag_of_the_element_is_located(String field, String expected) {
        assertThat(locatedText(XML, field).map(tag -> tag.replace("></", "/>")))
                .hasValueSatisfying(tag -> assertThat(tag).startsWith(expected.replace("/>", "")));
    }

    @Test
    void no_text_makes_the_locator_fail() {
        String[] fields = {
            "PID-3.1",
            "data.patient.identifiers[0].system",
            "Bundle.entry[1].resource.descendants().x",
            "[]",
            "(",
            "MSH"
        };
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(new String[] {HL7, JSON, BUNDLE, XML}[i % 4]);
            for (int times = random.nextInt(6); times >= 0; times--) {
                int at = random.nextInt(text.length());
                text.setCharAt(at, ODD_CHARACTERS.charAt(random.nextInt(ODD_CHARACTERS.length())));
                text.setLength(1 + random.nextInt(text.length()));
            }
            String mutated = text.toString();
            assertThat(FieldTextRangeLocator.locate(mutated, fields[i % fields.length]))
                    .as(mutated)
                    .matches(range -> range.isEmpty() || range.get().end() <= mutated.length());
        }
    }

    private static Optional<String> locatedText(String text, String field) {
        return FieldTextRangeLocator.locate(text, field).map(range -> text.substring(range.start(), range.end()));
    }
}
