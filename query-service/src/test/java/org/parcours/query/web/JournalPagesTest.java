package org.parcours.query.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.parcours.events.PatientId;
import org.parcours.query.DemoLog;

/** A journal page by page. */
@Timeout(60)
class JournalPagesTest {

    private static final Pattern MORE = Pattern.compile("class=\"more-entries\"><a href=\"([^\"]+)\"");
    private static final Pattern NEXT = Pattern.compile("<([^>]+)>; rel=\"next\"");

    private static RunningQueryService service;

    @BeforeAll
    static void start() {
        service = new RunningQueryService();
        service.apply(DemoLog.events());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static List<Integer> positionsByApi(PatientId patient, int limit) {
        List<Integer> positions = new ArrayList<>();
        for (String path = "/api/patients/" + patient + "/journal?limit=" + limit; !path.isEmpty(); ) {
            HttpResponse<String> response = service.get(path);
            List<Integer> page = JsonPath.read(response.body(), "$[*].position");
            assertThat(page).hasSizeBetween(1, limit);
            positions.addAll(page);
            Matcher next = NEXT.matcher(response.headers().firstValue("Link").orElse(""));
            path = next.find() ? next.group(1) : "";
        }
        return positions;
    }

    private static List<Integer> positionsOnPages(PatientId patient) {
        List<Integer> positions = new ArrayList<>();
        for (String path = "/patients/" + patient + "/journal"; !path.isEmpty(); ) {
            String page = (positions.isEmpty() ? service.get(path) : service.get(path, "HX-Request", "true")).body();
            Pattern.compile("id=\"n-(\\d+)\"")
                    .matcher(page)
                    .results()
                    .forEach(line -> positions.add(Integer.parseInt(line.group(1))));
            Matcher more = MORE.matcher(page);
            path = more.find() ? more.group(1).replace("&amp;", "&") : "";
        }
        return positions;
    }

    @Test
    void the_pages_have_each_event_once_in_their_order() {
        for (PatientId patient : List.of(DemoLog.CROWDED, DemoLog.SOPHIE)) {
            List<Integer> all = positionsByApi(patient, 1000);
            assertThat(all).isSorted().doesNotHaveDuplicates().hasSizeGreaterThan(40);
            assertThat(positionsByApi(patient, 7)).isEqualTo(all);
            assertThat(positionsOnPages(patient)).isEqualTo(all.reversed());
        }
    }

    @Test
    void the_first_page_has_the_newest_hundred() {
        String page = service.get("/patients/" + DemoLog.CROWDED + "/journal").body();

        assertThat(page.split("id=\"n-", -1)).hasSize(101);
        assertThat(page).containsPattern("href=\"/patients/" + DemoLog.CROWDED + "/entries/[0-9a-f-]+\">");
    }

    @Test
    void a_limit_out_of_range_is_refused() {
        for (String limit : List.of("0", "1001", "x")) {
            assertThat(service.get("/api/patients/" + DemoLog.SOPHIE + "/journal?limit=" + limit)
                            .statusCode())
                    .isEqualTo(400);
        }
    }
}
