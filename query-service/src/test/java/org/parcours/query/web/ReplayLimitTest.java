package org.parcours.query.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.parcours.query.DemoLog;

/** Past states of a patient with more events than are replayed. */
@Timeout(60)
class ReplayLimitTest {

    private static RunningQueryService service;

    @BeforeAll
    static void start() {
        service = new RunningQueryService("--parcours.web.max-replayed-events=100");
        service.apply(DemoLog.events());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void a_past_state_of_too_many_events_says_so_and_what_to_do() {
        HttpResponse<String> api = service.get("/api/patients/" + DemoLog.CROWDED + "/timeline?asOf=2026-07-01");
        assertThat(api.statusCode()).isEqualTo(422);
        assertThat(JsonPath.<Integer>read(api.body(), "$.limit")).isEqualTo(100);
        assertThat(JsonPath.<Integer>read(api.body(), "$.events")).isGreaterThan(500);
        assertThat(JsonPath.<String>read(api.body(), "$.detail")).contains("max-replayed-events", "journal");

        for (String lang : List.of("fr", "en")) {
            HttpResponse<String> page =
                    service.page("/patients/" + DemoLog.CROWDED + "?knownAt=2026-07-01&lang=" + lang);
            assertThat(page.statusCode()).isEqualTo(422);
            assertThat(page.body())
                    .contains(lang.equals("fr") ? "trop d’événements" : "too many events", "max-replayed-events");
        }
    }

    @Test
    void other_patients_and_the_present_are_shown() {
        assertThat(service.page("/patients/" + DemoLog.CROWDED).statusCode()).isEqualTo(200);
        assertThat(service.page("/patients/" + DemoLog.SOPHIE + "?asOf=2026-11-21")
                        .statusCode())
                .isEqualTo(200);
    }
}
