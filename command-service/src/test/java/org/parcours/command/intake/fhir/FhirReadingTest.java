package org.parcours.command.intake.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From bytes to the tree of a resource: encodings, syntax, limits and the form of values (FHIR R4, 2.23, 2.24). */
class FhirReadingTest {

    private static final String PATIENT = """
            {"resourceType": "Patient", "identifier": [{"system": "urn:oid:2.999.10.1", "value": "R1"}],
             "name": [{"family": "ÉTÉ", "given": ["Zoé"]}], "gender": "female"}""";

    private static final String OBSERVATION = """
            {"resourceType": "Observation", "status": "final", "code": {"text": "Sodium"},
             "category": [{"coding": [{"code": "laboratory"}]}],
             "subject": {"identifier": {"system": "urn:oid:2.999.10.1", "value": "R1"}},
             "effectiveDateTime": "2026-03-10T09:30:00+01:00", "valueQuantity": {"value": 139, "unit": "mmol/L"}}""";

    private static String with(String from, String to) {
        assertThat(OBSERVATION).contains(from);
        return OBSERVATION.replace(from, to);
    }

    private static String familyName(byte[] bytes) {
        return FhirTestMessage.of(bytes).fact().patient().toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE"})
    void json_is_read_in_each_encoding_of_unicode_with_and_without_a_byte_order_mark(String charset) {
        Charset encoding = Charset.forName(charset);
        assertThat(familyName(PATIENT.getBytes(encoding))).contains("ÉTÉ");
        assertThat(familyName(("\ufeff" + PATIENT).getBytes(encoding))).contains("ÉTÉ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16BE", "UTF-16LE", "ISO-8859-1", "windows-1252", "ISO-8859-15"})
    void xml_is_read_in_the_encoding_that_it_declares(String charset) {
        String xml = """
                <?xml version="1.0" encoding="%s"?><Patient xmlns="http://hl7.org/fhir"><identifier>
                <system value="urn:oid:2.999.10.1"/><value value="R1"/></identifier><name><family value="ÉTÉ"/></name>
                </Patient>""".formatted(charset);
        assertThat(familyName(xml.getBytes(Charset.forName(charset)))).contains("ÉTÉ");
    }

    @Test
    void bytes_that_are_not_in_their_encoding_are_rejected_and_never_replaced() {
        byte[] latin1 = PATIENT.getBytes(StandardCharsets.ISO_8859_1);
        assertThat(FhirTestMessage.of(latin1).rejection().reason()).contains("not UTF-8", "line 2");

        ByteArrayOutputStream half = new ByteArrayOutputStream();
        half.writeBytes(PATIENT.replace("ÉTÉ", "X").getBytes(StandardCharsets.UTF_16LE));
        half.write('}');
        assertThat(FhirTestMessage.of(half.toByteArray()).rejection().reason()).contains("not UTF-16LE");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"resourceType\": \"Patient\", \"active\": true,} | line 1, column 44",
                "{\"resourceType\": \"Patient\", // a comment} | line 1, column",
                "{\"resourceType\": \"Patient\", \"a\": NaN} | line 1, column",
                "{\"resourceType\": \"Patient\"} {} | line 1, column",
                "{\"resourceType\": \"Patient\", \"a\": 'x'} | line 1, column",
                "{\"resourceType\": \"Patient\", \"a\": \"x | line 1, column",
                "[{\"resourceType\": \"Patient\"}] | an array found",
            })
    void what_is_no_json_is_rejected_with_its_place(String json, String expected) {
        assertThat(FhirTestMessage.of(json).rejection().code()).isEqualTo("PARC-0501");
        assertThat(FhirTestMessage.of(json).rejection().reason()).contains(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"valueQuantity\": {| \"valueString\": \"x\", \"valueQuantity\": {| Observation.value",
                "\"effectiveDateTime\":| \"effectivePeriod\": {\"start\": \"2025\"}, \"effectiveDateTime\":| Observation.effective",
                "\"code\": \"laboratory\"| \"extension\": [{\"url\": \"u\", \"valueCode\": \"a\", \"valueString\": \"b\"}]| Observation.category[0].coding[0].extension[0].value",
            })
    void two_values_of_one_choice_are_rejected_since_only_one_could_be_shown(String from, String to, String path) {
        var rejection = FhirTestMessage.of(with(from, to)).rejection();
        assertThat(rejection.code()).isEqualTo("PARC-0502");
        assertThat(rejection.field()).isEqualTo(path);
    }

    @Test
    void a_death_beside_its_denial_is_rejected() {
        String patient = PATIENT.replace(
                "\"gender\"", "\"deceasedBoolean\": false, \"deceasedDateTime\": \"2026-03-01\", \"gender\"");
        assertThat(FhirTestMessage.of(patient).rejection().field()).isEqualTo("Patient.deceased");
    }

    @Test
    void a_name_that_occurs_twice_is_rejected_with_its_path_and_place() {
        var twice = FhirTestMessage.of("""
                {"resourceType": "Bundle", "type": "batch", "entry": [{"resource": {"resourceType": "Patient",
                 "name": [{"family": "A", "given": ["Un"], "given": ["Deux"]}]}}]}""").rejection();
        assertThat(twice.code()).isEqualTo("PARC-0519");
        assertThat(twice.field()).isEqualTo("Bundle.entry[0].resource.name[0].given");
        assertThat(twice.reason()).contains("line 2, column");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"final\" | \"Final\" | Observation.status | \"Final\" found, one of amended, cancelled",
                "139 | 1e999999999 | Observation.value.value | at most 60 digits",
                "139 | 1e99999999999999 |  | number",
                "139 | \"hundred\" | Observation.value.value | \"hundred\" found, decimal expected",
                "139 | {} | Observation.code |",
                "139 | [139, 140] | Observation.value.value | 2 values found, one expected",
                "{\"text\": \"Sodium\"} | \"Sodium\" | Observation.code | elements of CodeableConcept expected",
                "{\"text\": \"Sodium\"} | [[{\"text\": \"Sodium\"}]] | Observation.code[0] | a list found",
                "\"Sodium\" | {\"a\": 1} | Observation.code.text | an object found, a value expected: string",
                "\"Sodium\" | true | Observation.code.text | true or false found, text expected",
                "\"Sodium\" | \"a\\u0000b\" | Observation.code.text | U+0000",
                "\"Sodium\" | \"a\\ud83d\" | Observation.code.text | U+D83D",
                "2026-03-10T09:30:00+01:00 | 10/03/2026 | Observation.effective | nn/nn/nnnn found",
                "\"status\" | \"id\": \"a b\", \"status\" | Observation.id | id expected",
                "\"status\" | \"a\\u0007\": 1, \"status\" | Observation | in the name of an element",
            })
    void a_wrong_value_is_rejected_by_its_path_with_what_was_found(String from, String to, String path, String detail) {
        FhirTestMessage message = FhirTestMessage.of(with(from, to));
        if (detail == null) {
            assertThat(message.facts()).as("absent").isNotEmpty();
            return;
        }
        assertThat(message.rejection().field()).isEqualTo(path == null ? "" : path);
        assertThat(message.rejection().reason()).contains(detail);
    }

    @Test
    void values_in_another_json_type_are_understood_where_they_can_mean_one_thing_only() {
        String expected = FhirTestMessage.of(OBSERVATION).fact().event().toString();
        assertThat(FhirTestMessage.of(with("139", "\"139\"")).fact().event()).hasToString(expected);
        assertThat(FhirTestMessage.of(with("{\"text\": \"Sodium\"}", "[{\"text\": \"Sodium\"}]"))
                        .fact()
                        .event())
                .hasToString(expected);
        assertThat(FhirTestMessage.of(with("[{\"coding\"", "{\"coding\"").replace("}]}],", "}]},"))
                        .fact()
                        .event())
                .hasToString(expected);
        assertThat(FhirTestMessage.of(with("139", "1.10")).fact().event().toString())
                .contains("1.10");
    }

    @Test
    void a_text_of_absurd_length_and_absurd_nesting_are_rejected() {
        String longText = "x".repeat(2 << 20);
        assertThat(FhirTestMessage.of(with("Sodium", longText)).rejection().field())
                .isEqualTo("Observation.code.text");
        String deep = "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000);
        assertThat(FhirTestMessage.of(with("139", deep)).rejection().reason()).contains("nested too deeply");
        String deepXml = "<extension>".repeat(5_000) + "</extension>".repeat(5_000);
        assertThat(FhirTestMessage.of("<Patient xmlns=\"http://hl7.org/fhir\">" + deepXml + "</Patient>")
                        .rejection()
                        .reason())
                .containsAnyOf("nested too deeply", "not XML");
    }

    @Test
    void an_element_of_a_primitive_without_a_value_has_its_place_and_its_reason() {
        FhirTestMessage unknown = FhirTestMessage.of("""
                {"resourceType": "Patient", "identifier": [{"system": "urn:oid:2.999.10.1", "value": "R1"}],
                 "name": [{"family": "NU", "_given": [{"extension": [
                  {"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}]}]}]}""");
        assertThat(unknown.fact().patient().toString()).contains("NU");
        assertThat(unknown.unread()).isEmpty();

        FhirTestMessage second = FhirTestMessage.of("""
                {"resourceType": "Patient", "identifier": [{"system": "urn:oid:2.999.10.1", "value": "R1"}],
                 "name": [{"family": "NU", "given": [null, "Jean"],
                  "_given": [{"extension": [{"url": "http://x.invalid/e", "valueString": "y"}]}, null]}], "contact": null}""");
        assertThat(second.fact().patient().toString()).contains("Jean");
        assertThat(second.unread()).anySatisfy(path -> assertThat(path).contains("given[0]"));
    }
}
