package org.parcours.query.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.parcours.query.LongStayLog;

/** Pages of a patient whose newest entries have hundreds of values and long comments. */
@Timeout(120)
class LongEntriesTest {

    private static final String PAGE = "/patients/" + LongStayLog.PATIENT;
    private static final int STEPS = 300;
    private static final int INTENSIVE = 60;
    private static final int MAX_BYTES = 150_000;
    private static final Pattern MORE = Pattern.compile("class=\"more-entries\">\\s*<a href=\"([^\"]+)\"");
    private static final Pattern ENTRY = Pattern.compile("id=\"e-([^\"]+)\"");

    private static RunningQueryService service;

    @BeforeAll
    static void start() {
        service = new RunningQueryService();
        service.apply(LongStayLog.events(STEPS, INTENSIVE));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    @Test
    void each_page_is_short_and_together_they_list_every_entry() {
        Set<String> listed = new HashSet<>();
        String path = PAGE + "?lang=fr";
        int pages = 0;
        while (!path.isEmpty()) {
            String body = (pages++ == 0 ? service.get(path) : service.get(path, "HX-Request", "true")).body();
            assertThat(bytes(body)).as(path).isLessThan(MAX_BYTES);
            ENTRY.matcher(body).results().forEach(entry -> assertThat(listed.add(entry.group(1)))
                    .isTrue());
            Matcher more = MORE.matcher(body);
            path = more.find() ? more.group(1).replace("&amp;", "&") : "";
        }
        assertThat(listed).hasSize(STEPS + 2);
    }

    @Test
    void an_entry_says_what_the_list_does_not_show_and_shows_it_on_request() {
        String page = service.get(PAGE + "?lang=fr").body();

        assertThat(page).contains("autres valeurs, dont").contains("120 valeurs, de 91 à ");
        Matcher rest = Pattern.compile("class=\"rest\"><a href=\"([^\"]+)\" hx-get=\"([^\"]+)\"")
                .matcher(page);
        assertThat(rest.find()).isTrue();
        String content = service.get(rest.group(2).replace("&amp;", "&"), "HX-Request", "true")
                .body();
        assertThat(content)
                .contains(
                        "Mesure 239",
                        "Commentaire très long du service de réanimation. "
                                .repeat(100)
                                .strip())
                .doesNotContain("class=\"rest\"", "<html");
        assertThat(service.page(rest.group(1)).body()).contains("Mesure 239", "<html");
    }

    @Test
    void a_page_of_the_api_ends_early_where_entries_are_long() {
        Set<String> ids = new HashSet<>();
        int pages = 0;
        for (String cursor = ""; cursor != null; pages++) {
            String body = service.get("/api" + PAGE + "/timeline?limit=50&cursor=" + cursor)
                    .body();
            List<String> entries = JsonPath.read(body, "$.entries[*].id");
            assertThat(entries).isNotEmpty();
            ids.addAll(entries);
            cursor = JsonPath.<Map<String, String>>read(body, "$").get("next");
        }
        assertThat(ids).hasSize(STEPS + 2);
        assertThat(pages).isGreaterThan(INTENSIVE / 4);
    }
}
