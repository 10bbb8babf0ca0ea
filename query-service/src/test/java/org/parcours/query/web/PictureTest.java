package org.parcours.query.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.parcours.events.Envelope;
import org.parcours.events.PatientId;
import org.parcours.query.DemoLog;
import org.parcours.query.EventLogBuilder;

/** What the server sends for the picture of a timeline. */
@Timeout(60)
class PictureTest {

    /** Has 600 stays of three hours, a day each. */
    private static final PatientId DIALYSED = EventLogBuilder.patient(61);

    private static RunningQueryService service;

    @BeforeAll
    static void start() {
        service = new RunningQueryService();
        service.apply(log());
    }

    private static List<Envelope> log() {
        List<Envelope> log = new ArrayList<>(DemoLog.events());
        EventLogBuilder more = new EventLogBuilder();
        more.register(DIALYSED, "2024-01-01T08:00", "MARCHAND", "Luc", "8000661");
        for (int i = 0; i < 600; i++) {
            String day = LocalDate.of(2024, 1, 1).plusDays(i) + "T";
            more.add(DIALYSED, day + "09:00", EventLogBuilder.admitted("24" + i, "A" + i, "HEMO"));
            more.add(DIALYSED, day + "12:00", EventLogBuilder.discharged("24" + i, "S" + i));
        }
        more.events().forEach(event -> log.add(event.atPosition(log.size() + 1L, event.recordedAt())));
        return log;
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static HttpResponse<String> picture(PatientId patient, String query) {
        return service.get("/patients/" + patient + "/picture?" + query);
    }

    private static List<Map<String, Object>> marks(HttpResponse<String> picture) {
        return JsonPath.read(picture.body(), "$.marks");
    }

    private static int count(List<Map<String, Object>> marks) {
        return marks.stream().mapToInt(mark -> (Integer) mark.get("count")).sum();
    }

    @Test
    void every_entry_is_in_the_picture_and_many_are_few_marks() {
        HttpResponse<String> all = picture(DemoLog.CROWDED, "from=2026-01-01T00:00&to=2027-01-01T00:00");

        assertThat(count(marks(all))).isGreaterThan(500);
        assertThat(marks(all)).hasSizeLessThan(250);
        assertThat(all.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(JsonPath.<String>read(all.body(), "$.extent.from")).startsWith("2026-0");
    }

    @Test
    void a_closer_window_has_single_entries_with_what_a_tooltip_says() {
        List<Map<String, Object>> marks =
                marks(picture(DemoLog.CROWDED, "from=2026-07-01T00:00&to=2026-07-02T00:00&lang=fr"));

        assertThat(marks).hasSize(3).allMatch(mark -> mark.get("count").equals(1));
        assertThat(marks.getFirst())
                .containsKeys("id", "label", "icon", "status")
                .containsEntry("start", "2026-07-01T10:00:00")
                .containsEntry("text", "1 juil. 2026 10:00");
    }

    @Test
    void a_hidden_lane_is_not_in_the_picture() {
        HttpResponse<String> some = picture(DemoLog.SOPHIE, "from=2026-01-01&to=2027-01-01&hide=exam&hide=stay");

        assertThat(JsonPath.<List<String>>read(some.body(), "$.marks[*].lane"))
                .contains("imaging")
                .doesNotContain("exam", "stay");
        assertThat(JsonPath.<List<Object>>read(some.body(), "$.bars")).isEmpty();
    }

    @Test
    void a_stay_has_the_units_of_its_movements() {
        HttpResponse<String> first = picture(DemoLog.SOPHIE, "");

        assertThat(JsonPath.<List<String>>read(first.body(), "$.bars[?(@.status=='in-progress')].units[*].unit"))
                .contains("BLOC-A", "SSPI");
        assertThat(JsonPath.<String>read(first.body(), "$.stay.from")).isNotBlank();
    }

    @Test
    void many_short_stays_are_few_bars() {
        HttpResponse<String> all = picture(DIALYSED, "from=2024-01-01T00:00&to=2026-01-01T00:00");

        List<Map<String, Object>> bars = JsonPath.read(all.body(), "$.bars");
        assertThat(bars).hasSizeLessThan(150);
        assertThat(count(bars)).isEqualTo(600);
    }

    @Test
    void the_picture_of_another_time_is_that_of_the_replayed_entries() {
        String window = "from=2026-01-01T00:00&to=2027-01-01T00:00";
        List<Map<String, Object>> stored = marks(picture(DemoLog.SOPHIE, window));
        List<Map<String, Object>> replayed = marks(picture(DemoLog.SOPHIE, window + "&knownAt=2099-01-01"));
        List<Map<String, Object>> earlier = marks(picture(DemoLog.SOPHIE, window + "&asOf=2026-11-21T10:00"));

        assertThat(replayed).containsExactlyInAnyOrderElementsOf(stored);
        assertThat(count(earlier)).isLessThan(count(stored));
    }

    @Test
    void a_window_that_ends_before_it_begins_is_refused() {
        for (String window : List.of("from=2026-02-01&to=2026-01-01", "from=2026-02-01", "from=x&to=y")) {
            assertThat(picture(DemoLog.SOPHIE, window).statusCode()).as(window).isEqualTo(400);
        }
        assertThat(picture(EventLogBuilder.patient(404), "").statusCode()).isEqualTo(404);
    }
}
