package org.parcours.command.feeds.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.parcours.command.feeds.rest.FactsEndpoint.DATA;
import static org.parcours.command.feeds.rest.FactsEndpoint.binary;
import static org.parcours.command.feeds.rest.FactsEndpoint.event;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.web.servlet.ResultActions;

/** CloudEvents HTTP binding 1.0.2, §3.1: attributes in headers. */
class BinaryModeTest {

    private final FactsEndpoint facts = new FactsEndpoint();

    @Test
    void a_percent_encoded_source_is_the_same_application_as_in_structured_mode() throws Exception {
        facts.perform(binary("K02-1", "BLOC%20C%C5%92UR").header("ce-subject", "100%25%20%C3%A9t%C3%A9"))
                .andExpect(status().isCreated());
        facts.send(event("K02-2", "BLOC CŒUR", DATA)).andExpect(status().isCreated());

        assertThat(facts.recorder.messages())
                .extracting(message -> message.sender().application())
                .containsExactly("BLOC CŒUR", "BLOC CŒUR");
    }

    @Test
    void the_event_of_both_modes_is_one_fact() throws Exception {
        facts.perform(binary("BLOC%201", "BLOC%20C%c5%92UR")).andExpect(status().isCreated());
        facts.send(event("BLOC 1", "BLOC CŒUR", DATA)).andExpect(status().isOk());

        assertThat(facts.recorder.messages()).hasSize(1);
    }

    @Test
    void a_value_is_decoded_once() throws Exception {
        facts.perform(binary("a%2520b+c", "KINE")).andExpect(status().isCreated());

        assertThat(facts.recorder.onlyMessage().messageId()).isEqualTo("a%20b+c");
    }

    @Test
    void in_structured_mode_nothing_is_decoded() throws Exception {
        facts.send(event("a%20b", "BLOC%20C%C5%92UR", DATA)).andExpect(status().isCreated());

        assertThat(facts.recorder.onlyMessage().messageId()).isEqualTo("a%20b");
        assertThat(facts.recorder.onlyMessage().sender().application()).isEqualTo("BLOC%20C%C5%92UR");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'\"a b\"', a b",
                "'\"say \\\"oui\\\"\"', 'say \"oui\"'",
                "'\"a\\\\b\"', 'a\\b'",
                "'\"%41\"', A",
                "'%22a%22', '\"a\"'",
                "%F0%9F%98%89, 😉"
            })
    void quoted_strings_and_quotation_marks_are_understood(String header, String id) throws Exception {
        facts.perform(binary(header, "KINE")).andExpect(status().isCreated());

        assertThat(facts.recorder.onlyMessage().messageId()).isEqualTo(id);
    }

    @Test
    void raw_utf_8_in_a_header_is_understood() throws Exception {
        String bytesAsCharacters =
                new String("BLOC CŒUR".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        facts.perform(binary("1", bytesAsCharacters)).andExpect(status().isCreated());

        assertThat(facts.recorder.onlyMessage().sender().application()).isEqualTo("BLOC CŒUR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X%FF", "X%", "X%4", "X%zz", "X%C3", "X%ED%A0%BD", "X%C0%80", "100% sûr", "X\u00E9", "\"X"})
    void a_value_that_is_not_percent_encoded_utf_8_is_rejected_with_the_name_of_its_attribute(String source)
            throws Exception {
        assertRejected(facts.perform(binary("1", source)), "PARC-0129", "source");
        assertThat(new String(facts.quarantine.only().raw(), StandardCharsets.UTF_8))
                .contains("\"unreadsource\":")
                .endsWith(DATA + "}");
    }

    @Test
    void a_header_that_is_there_twice_is_rejected() throws Exception {
        assertRejected(facts.perform(binary("1", "KINE").header("CE-Source", "BLOC")), "PARC-0129", "source");
        assertRejected(facts.perform(binary("1", "KINE").header("ce-id", "2")), "PARC-0129", "id");
    }

    @Test
    void the_names_of_headers_have_no_case() throws Exception {
        facts.perform(FactsEndpoint.request(DATA.getBytes(StandardCharsets.UTF_8))
                        .header("CONTENT-TYPE", "Application/JSON; Charset=UTF-8")
                        .header("Ce-SpecVersion", "1.0")
                        .header("CE-TYPE", FactsEndpoint.STEP_TYPE)
                        .header("Ce-Id", "1")
                        .header("cE-sOURCE", "KINE"))
                .andExpect(status().isCreated());
    }

    @Test
    void a_content_type_of_structured_mode_counts_more_than_the_headers() throws Exception {
        facts.perform(FactsEndpoint.request(event("E1", "KINE", DATA).getBytes(StandardCharsets.UTF_8))
                        .header("Content-Type", "application/cloudevents+json")
                        .header("ce-specversion", "1.0")
                        .header("ce-id", "other"))
                .andExpect(status().isCreated());

        assertThat(facts.recorder.onlyMessage().messageId()).isEqualTo("E1");
    }

    @Test
    void the_content_type_of_the_data_is_json_of_any_name() throws Exception {
        facts.perform(FactsEndpoint.request(DATA.getBytes(StandardCharsets.UTF_8))
                        .header("Content-Type", "application/vnd.kine+json")
                        .header("ce-specversion", "1.0")
                        .header("ce-type", FactsEndpoint.STEP_TYPE)
                        .header("ce-id", "1")
                        .header("ce-source", "KINE"))
                .andExpect(status().isCreated());
        assertRejected(
                facts.perform(binary("2", "KINE").header("ce-datacontenttype", "application/xml")),
                "PARC-0129",
                "datacontenttype");
    }

    @Test
    void an_error_in_the_data_is_named_with_its_place_in_the_data_and_the_sender_is_known() throws Exception {
        facts.perform(FactsEndpoint.request("{\"patient\":\n {,}}".getBytes(StandardCharsets.UTF_8))
                        .header("Content-Type", "application/json")
                        .header("ce-specversion", "1.0")
                        .header("ce-type", FactsEndpoint.STEP_TYPE)
                        .header("ce-id", "1")
                        .header("ce-source", "KINE"))
                .andExpect(status().isUnprocessableContent())
                .andExpect(jsonPath("$.detail").value(containsString("line 2, column 3")));
        assertThat(facts.quarantine.only().sender()).isEqualTo("KINE");
    }

    private void assertRejected(ResultActions response, String code, String field) throws Exception {
        response.andExpect(status().isUnprocessableContent())
                .andExpect(jsonPath("$.code").value(code))
                .andExpect(jsonPath("$.field").value(field))
                .andExpect(jsonPath("$.quarantine").isNotEmpty());
    }
}
