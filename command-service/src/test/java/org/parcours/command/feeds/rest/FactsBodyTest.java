package org.parcours.command.feeds.rest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.parcours.command.feeds.rest.FactsEndpoint.DATA;
import static org.parcours.command.feeds.rest.FactsEndpoint.event;
import static org.parcours.command.feeds.rest.FactsEndpoint.stepWith;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.nio.charset.Charset;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.web.servlet.ResultActions;

/** Media types, character sets, base64, and JSON that is not what it should be. */
class FactsBodyTest {

    private static final String ACCENTED = event(DATA.replace("FAIT", "ÉTÉ"));
    private static final String CLOUD_EVENTS = "application/cloudevents+json";

    private final FactsEndpoint facts = new FactsEndpoint();

    @ParameterizedTest
    @CsvSource({
        "UTF-8, efbbbf",
        "UTF-8, ''",
        "UTF-16LE, fffe",
        "UTF-16BE, feff",
        "UTF-16LE, ''",
        "UTF-16BE, ''",
        "UTF-32LE, fffe0000",
        "UTF-32BE, ''"
    })
    void json_in_every_encoding_of_unicode_is_understood(String charset, String mark) throws Exception {
        byte[] text = ACCENTED.getBytes(Charset.forName(charset));
        byte[] bom = HexFormat.of().parseHex(mark);
        byte[] body = new byte[bom.length + text.length];
        System.arraycopy(bom, 0, body, 0, bom.length);
        System.arraycopy(text, 0, body, bom.length, text.length);

        facts.send(body, CLOUD_EVENTS).andExpect(status().isCreated());

        assertFamilyName();
    }

    @ParameterizedTest
    @CsvSource({
        "application/cloudevents+json; charset=iso-8859-1, ISO-8859-1",
        "application/json;charset=\"windows-1252\", windows-1252",
        "application/cloudevents+json; Charset=UTF-16, UTF-16",
        "application/cloudevents+json; charset=utf-8, UTF-8"
    })
    void the_declared_charset_is_used(String contentType, String charset) throws Exception {
        facts.send(ACCENTED.getBytes(Charset.forName(charset)), contentType).andExpect(status().isCreated());

        assertFamilyName();
    }

    @Test
    void bytes_of_another_charset_are_never_other_letters() throws Exception {
        facts.send(ACCENTED.getBytes(ISO_8859_1), CLOUD_EVENTS)
                .andExpect(status().isUnprocessableContent())
                .andExpect(jsonPath("$.code").value("PARC-0101"))
                .andExpect(jsonPath("$.detail").value(containsString("UTF-8 is expected")));
        facts.send(ACCENTED.getBytes(UTF_8), CLOUD_EVENTS + "; charset=us-ascii")
                .andExpect(status().isUnprocessableContent());
        facts.send(ACCENTED.getBytes(UTF_8), CLOUD_EVENTS + "; charset=klingon")
                .andExpect(status().isUnsupportedMediaType());

        assertThat(facts.recorder.messages()).isEmpty();
        assertThat(facts.quarantine.all()).hasSize(2);
        assertThat(facts.quarantine.all().getFirst().raw()).isEqualTo(ACCENTED.getBytes(ISO_8859_1));
    }

    @Test
    void overlong_utf_8_and_surrogates_in_utf_8_are_rejected() throws Exception {
        for (String hex : new String[] {"c080", "eda0bd", "f8888080", "ff"}) {
            byte[] body = event(DATA.replace("FAIT", "@@")).getBytes(ISO_8859_1);
            String sent = HexFormat.of().formatHex(body).replace("4040", hex);
            facts.send(HexFormat.of().parseHex(sent), CLOUD_EVENTS).andExpect(status().isUnprocessableContent());
        }
        assertThat(facts.recorder.messages()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-www-form-urlencoded",
                "application/xml",
                "text/plain",
                "application/fhir+json",
                "application/cloudevents+xml",
                "multipart/form-data; boundary=x",
                "nonsense",
                "application/octet-stream"
            })
    void another_media_type_gets_415_as_problem_details_that_name_the_supported_ones(String contentType)
            throws Exception {
        facts.send(ACCENTED.getBytes(UTF_8), contentType)
                .andExpect(status().isUnsupportedMediaType())
                .andExpect(content().contentType("application/problem+json"))
                .andExpect(header().string("Accept-Post", containsString(CLOUD_EVENTS)))
                .andExpect(jsonPath("$.code").value("PARC-0123"));
    }

    @Test
    void a_body_without_a_content_type_is_understood_where_it_is_json() throws Exception {
        facts.perform(FactsEndpoint.request(ACCENTED.getBytes(UTF_8))).andExpect(status().isCreated());
        facts.perform(FactsEndpoint.request("a=b&c=d".getBytes(UTF_8)))
                .andExpect(status().isUnprocessableContent())
                .andExpect(jsonPath("$.code").value("PARC-0101"));

        assertThat(facts.quarantine.only().raw()).isEqualTo("a=b&c=d".getBytes(UTF_8));
    }

    @Test
    void data_in_base64_is_the_same_fact() throws Exception {
        String base64 = Base64.getEncoder().encodeToString(DATA.getBytes(UTF_8));
        facts.send(event(DATA)).andExpect(status().isCreated());
        facts.send(event(DATA).replace("\"data\": " + DATA, "\"data_base64\": \"" + base64 + "\""))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$[0].status").value("duplicate"));
    }

    @Test
    void data_that_is_not_one_json_object_is_rejected_with_what_was_found() throws Exception {
        String event = event("@");
        String base64 = Base64.getEncoder().encodeToString(DATA.getBytes(UTF_8));
        assertRejected(event.replace("\"data\": @", "\"data\": \"{}\""), "PARC-0124", "data");
        assertRejected(event.replace("\"data\": @", "\"data\": [{}]"), "PARC-0124", "data");
        assertRejected(event.replace("\"data\": @", "\"data\": null"), "PARC-0103", "data");
        assertRejected(
                event.replace("\"data\": @", "\"data\": {}, \"data_base64\": \"e30=\""), "PARC-0124", "data_base64");
        assertRejected(event.replace("\"data\": @", "\"data_base64\": \"!!\""), "PARC-0124", "data_base64");
        assertRejected(event.replace("\"data\": @", "\"data_base64\": {}"), "PARC-0109", "data_base64");
        assertRejected(event.replace("\"data\": @", "\"data_base64\": \"MTI=\""), "PARC-0124", "data_base64");
        assertRejected(event.replace("\"data\": @", "\"data_base64\": \"e2E=\""), "PARC-0101", "data_base64");
        assertRejected(
                event.replace(
                        "\"data\": @", "\"datacontenttype\": \"application/xml\", \"data_base64\": \"" + base64 + "\""),
                "PARC-0124",
                "datacontenttype");
        assertRejected(
                event.replace("\"data\": @", "\"datacontenttype\": \"text/plain\", \"data\": \"FAIT\""),
                "PARC-0124",
                "datacontenttype");
    }

    @Test
    void a_key_twice_in_data_of_base64_is_rejected_too() throws Exception {
        String twice = Base64.getEncoder()
                .encodeToString(
                        DATA.replace("\"kind\"", "\"title\": \"a\", \"kind\"").getBytes(UTF_8));
        assertRejected(
                event("@").replace("\"data\": @", "\"data_base64\": \"" + twice + "\""), "PARC-0101", "data_base64");
    }

    @Test
    void json_of_any_name_is_a_content_type_of_data() throws Exception {
        for (String type : new String[] {"application/json; charset=utf-8", "TEXT/JSON", "application/vnd.x+json"}) {
            facts.send(event(DATA).replace("\"data\"", "\"datacontenttype\": \"" + type + "\", \"data\""))
                    .andExpect(status().is2xxSuccessful());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.3", "1.1", "2.0", "1"})
    void another_version_of_cloud_events_is_rejected_by_name(String version) throws Exception {
        assertRejected(event(DATA).replace("\"1.0\"", "\"" + version + "\""), "PARC-0115", "specversion");
    }

    @Test
    void an_attribute_of_another_kind_is_rejected_with_what_was_found() throws Exception {
        assertRejected(event(DATA).replace("\"E1\"", "17"), "PARC-0109", "id");
        assertRejected(event(DATA).replaceFirst("\"KINE\"", "{}"), "PARC-0109", "source");
        assertRejected(event(DATA).replace("\"1.0\"", "1.0"), "PARC-0109", "specversion");
    }

    @Test
    void a_syntax_error_is_named_with_its_line_and_column() throws Exception {
        String event = event("{\n  \"a\": 1,\n  \"b\": 2,}");
        facts.send(event)
                .andExpect(status().isUnprocessableContent())
                .andExpect(jsonPath("$.code").value("PARC-0101"))
                .andExpect(jsonPath("$.detail").value(containsString("line 3, column 10")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{} {}",
                "{}]",
                "",
                " ",
                "// c\n{}",
                "{'a': 1}",
                "{\"a\": NaN}",
                "{\"a\": 01}",
                "{\"a\": +1}",
                "nul"
            })
    void what_is_not_exactly_one_json_document_is_rejected(String body) throws Exception {
        facts.send(body).andExpect(status().isUnprocessableContent());
        assertThat(facts.quarantine.only().raw()).isEqualTo(body.getBytes(UTF_8));
    }

    @Test
    void a_key_twice_anywhere_is_rejected_with_its_name() throws Exception {
        facts.send(event(stepWith("\"title\": \"Autre\"")))
                .andExpect(status().isUnprocessableContent())
                .andExpect(jsonPath("$.detail").value(containsString("twice: title")));
        facts.send(event(DATA.replace("\"family\"", "\"family\": \"AUTRE\", \"family\"")))
                .andExpect(status().isUnprocessableContent())
                .andExpect(jsonPath("$.detail").value(containsString("twice: family")));
    }

    @Test
    void a_field_of_the_wrong_kind_is_named_with_what_was_found_and_what_is_expected() throws Exception {
        expectDetail(
                DATA.replace("\"DONE\"", "\"FAIT\""), "data.status", "one of PLANNED", "a text of 4 characters found");
        expectDetail(DATA.replace("\"Marche\"", "[1]"), "data.title", "a text is expected", "an array found");
        expectDetail(
                DATA.replace("{\"family\": \"FAIT\", \"given\": \"Test\"}", "\"FAIT\""),
                "data.patient.name",
                "an object is expected",
                "a text");
        expectDetail(stepWith("\"details\": [1]"), "data.details", "an object is expected", "an array found");
        expectDetail(DATA.replace("\"step\"", "\"stp\""), "data.step", "nothing found", "required");
        expectDetail(
                DATA.replace("\"value\": \"S1\"", "\"valu\": \"S1\""), "data.step.value", "nothing found", "required");
        expectDetail(stepWith("\"visit\": \"V1\""), "data.visit", "an object is expected", "a text");
        expectDetail(stepWith("\"author\": 5"), "data.author", "a text is expected", "a number found");
    }

    private void expectDetail(String data, String field, String... parts) throws Exception {
        ResultActions response = facts.send(event(data))
                .andExpect(status().isUnprocessableContent())
                .andExpect(jsonPath("$.field").value(field));
        for (String part : parts) {
            response.andExpect(jsonPath("$.detail").value(containsString(part)));
        }
        response.andExpect(jsonPath("$.detail").value(not(containsString("FAIT"))));
    }

    private void assertFamilyName() {
        assertThat(facts.recorder
                        .firstFact()
                        .patient()
                        .demographics()
                        .name()
                        .orElseThrow()
                        .family())
                .isEqualTo("ÉTÉ");
    }

    private void assertRejected(String event, String code, String field) throws Exception {
        facts.send(event)
                .andExpect(status().isUnprocessableContent())
                .andExpect(jsonPath("$.code").value(code))
                .andExpect(jsonPath("$.field").value(field));
    }
}
