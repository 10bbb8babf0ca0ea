package org.parcours.query.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors: a page for browsers, problem details (RFC 9457) for programs. */
class ErrorPagesTest {

    private static final String UNKNOWN_PATIENT = "/patients/00000000-0000-4000-8000-000000000000";
    private static final RunningQueryService SERVICE =
            new RunningQueryService("--parcours.command.url=http://127.0.0.1:9");

    @AfterAll
    static void stop() {
        SERVICE.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/nowhere,404,Cette page n&#39;existe pas,This page does not exist",
        UNKNOWN_PATIENT + ",404,Ce patient est inconnu,This patient is unknown",
        "/quarantine?state=lost,400,Demande non valide,Invalid request",
        "/quarantine,503,command-service est indisponible,command-service is unavailable",
        "/patients/not-an-id,400,Demande non valide,Invalid request"
    })
    void a_browser_gets_an_error_page_in_its_language(String path, int status, String french, String english) {
        HttpResponse<String> inFrench = SERVICE.page(in("fr", path));
        assertThat(inFrench.statusCode()).isEqualTo(status);
        assertThat(inFrench.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(inFrench.body()).contains("<html lang=\"fr\"", "<title>" + french, "<h1>" + french);
        assertThat(SERVICE.page(in("en", path)).body())
                .contains("<html lang=\"en\"", "<title>" + english, "<h1>" + english);
    }

    private static String in(String language, String path) {
        return path + (path.contains("?") ? "&" : "?") + "lang=" + language;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nowhere",
                "/api/nowhere",
                "/api" + UNKNOWN_PATIENT,
                "/api" + UNKNOWN_PATIENT + "/timeline/stream?after=x"
            })
    void a_program_gets_problem_details(String path) {
        for (String accept : new String[] {"application/json", "*/*"}) {
            HttpResponse<String> response = SERVICE.get(path, "Accept", accept);
            assertThat(response.headers().firstValue("Content-Type").orElse("")).isEqualTo("application/problem+json");
            assertThat(JsonPath.<Integer>read(response.body(), "$.status")).isEqualTo(response.statusCode());
        }
    }

    @Test
    void an_identifier_may_be_sent_without_encoding_the_vertical_bar() throws IOException {
        try (Socket socket = new Socket("localhost", SERVICE.address.getPort())) {
            // A raw request, because java.net.URI rejects an unencoded vertical bar.
            socket.getOutputStream()
                    .write("GET /api/patients?identifier=urn:oid:2.999|42 HTTP/1.0\r\nHost: localhost\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 200")
                    .endsWith("[]");
        }
    }
}
