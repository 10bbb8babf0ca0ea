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

/** People get a page, programs a problem (RFC 9457), whatever goes wrong. */
class ErrorPagesTest {

    private static final String NOBODY = "/patients/00000000-0000-4000-8000-000000000000";
    private static final RunningQueryService SERVICE =
            new RunningQueryService("--parcours.command.url=http://127.0.0.1:9");

    @AfterAll
    static void stop() {
        SERVICE.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/nowhere,404,Cette page n&#39;existe pas,This page does not exist",
        NOBODY + ",404,Ce patient est inconnu,This patient is unknown",
        "/quarantine?state=lost,400,La demande n&#39;est pas comprise,The question cannot be understood",
        "/quarantine,503,command-service ne répond pas,command-service does not answer",
        "/patients/not-an-id,400,La demande n&#39;est pas comprise,The question cannot be understood"
    })
    void a_browser_gets_a_page_in_its_language(String path, int status, String french, String english) {
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
    @ValueSource(strings = {"/nowhere", "/api/nowhere", "/api" + NOBODY, "/api" + NOBODY + "/timeline/stream?after=x"})
    void a_program_gets_a_problem(String path) {
        for (String accept : new String[] {"application/json", "*/*"}) {
            HttpResponse<String> response = SERVICE.get(path, "Accept", accept);
            assertThat(response.headers().firstValue("Content-Type").orElse("")).isEqualTo("application/problem+json");
            assertThat(JsonPath.<Integer>read(response.body(), "$.status")).isEqualTo(response.statusCode());
        }
    }

    @Test
    void an_identifier_may_be_asked_for_as_the_contract_writes_it() throws IOException {
        try (Socket socket = new Socket("localhost", SERVICE.address.getPort())) {
            // A client that encodes nothing: java.net.URI would refuse the bar.
            socket.getOutputStream()
                    .write("GET /api/patients?identifier=urn:oid:2.999|42 HTTP/1.0\r\nHost: localhost\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 200")
                    .endsWith("[]");
        }
    }
}
