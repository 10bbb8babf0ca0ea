package org.parcours.query.operations;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.parcours.query.operations.ApplicationsClient.Application;
import org.parcours.query.operations.ApplicationsClient.Hour;
import org.parcours.query.operations.ApplicationsClient.Message;
import org.parcours.query.operations.ApplicationsClient.Whole;
import org.parcours.query.web.Words;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** {@code /applications}: every application around the centre, as a table that a script draws as a web. */
@Controller
class ApplicationsPage {

    private static final List<String> STATES = List.of("silent", "never", "unknown", "quiet", "talking");

    /**
     * @param ago since it was heard last; empty where it never was
     * @param usual how long it is used to be silent at this hour
     */
    record Row(
            String name,
            boolean declared,
            String feeds,
            String state,
            String ago,
            String lastHeard,
            String usual,
            String perMinute,
            long recorded,
            long late,
            long refused,
            long quarantined) {}

    /** @param count how many applications are in the state */
    record Tally(String state, long count) {}

    /** @param share of the busiest hour, in percent */
    record Bar(String hour, long messages, long refused, long share) {}

    record Recent(String at, String feed, String outcome, String kind, String messageId, String why, boolean late) {}

    private final ApplicationsClient applications;
    private final Clock clock;

    ApplicationsPage(ApplicationsClient applications, Clock clock) {
        this.applications = applications;
        this.clock = clock;
    }

    @GetMapping("/applications")
    String all(@ModelAttribute("words") Words words, Model model, HttpServletResponse response) {
        return shown("applications", words, model, response);
    }

    /** The part that changes, for the page that is open. */
    @GetMapping("/applications/now")
    String now(@ModelAttribute("words") Words words, Model model, HttpServletResponse response) {
        return shown("applications :: now", words, model, response);
    }

    private String shown(String view, Words words, Model model, HttpServletResponse response) {
        List<Application> all = applications.all();
        Map<String, Long> counts =
                all.stream().collect(Collectors.groupingBy(Application::state, Collectors.counting()));
        model.addAttribute("rows", all.stream().map(one -> row(one, words)).toList());
        model.addAttribute(
                "tallies",
                STATES.stream()
                        .filter(counts::containsKey)
                        .map(state -> new Tally(state, counts.get(state)))
                        .toList());
        model.addAttribute("moment", words.moment(clock.instant()));
        response.setHeader("Cache-Control", "no-store");
        return view;
    }

    @GetMapping("/applications/one")
    String one(
            @RequestParam String name,
            @ModelAttribute("words") Words words,
            Model model,
            HttpServletResponse response) {
        Whole whole = applications.one(name).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        model.addAttribute("row", row(whole.application(), words));
        model.addAttribute("bars", bars(whole.hours(), words));
        model.addAttribute(
                "recent",
                whole.recent().stream().map(message -> recent(message, words)).toList());
        response.setHeader("Cache-Control", "no-store");
        return "application";
    }

    private Row row(Application one, Words words) {
        Instant now = clock.instant();
        return new Row(
                one.name(),
                one.declared(),
                one.feeds().stream()
                        .map(feed -> words.sayOr(feed, "feed." + feed))
                        .collect(Collectors.joining(", ")),
                one.state(),
                one.lastHeard()
                        .map(last -> length(Duration.between(last, now), words))
                        .orElse(""),
                one.lastHeard().map(words::moment).orElse(""),
                one.usualSilenceSeconds()
                        .map(seconds -> length(Duration.ofSeconds(seconds), words))
                        .orElse(""),
                one.perMinute() == 0 ? "" : String.format(words.locale(), "%.1f", one.perMinute()),
                one.day().recorded(),
                one.day().late(),
                one.day().refused(),
                one.quarantined());
    }

    private static List<Bar> bars(List<Hour> hours, Words words) {
        Map<Instant, long[]> byHour = new TreeMap<>();
        hours.forEach(hour -> {
            long[] sums = byHour.computeIfAbsent(hour.start(), _ -> new long[2]);
            sums[0] += hour.counts().recorded()
                    + hour.counts().duplicate()
                    + hour.counts().kept()
                    + hour.counts().refused()
                    + hour.counts().unavailable();
            sums[1] += hour.counts().refused();
        });
        long busiest = byHour.values().stream().mapToLong(sums -> sums[0]).max().orElse(1);
        return byHour.entrySet().stream()
                .map(hour -> new Bar(
                        words.moment(hour.getKey()),
                        hour.getValue()[0],
                        hour.getValue()[1],
                        Math.max(1, 100 * hour.getValue()[0] / busiest)))
                .toList();
    }

    private static Recent recent(Message message, Words words) {
        return new Recent(
                words.moment(message.at()),
                words.sayOr(message.feed(), "feed." + message.feed()),
                message.outcome(),
                message.kind().isEmpty() ? "" : words.sayOr(message.kind(), "event." + message.kind()),
                message.messageId(),
                (message.code() + " " + message.field()).strip(),
                message.late());
    }

    /** As one says it: the two largest units would be one too many. */
    private static String length(Duration duration, Words words) {
        if (duration.compareTo(Duration.ofMinutes(1)) < 0) {
            return words.say("length.moment");
        }
        if (duration.compareTo(Duration.ofHours(2)) < 0) {
            return words.say("length.minutes", duration.toMinutes());
        }
        return duration.compareTo(Duration.ofDays(2)) < 0
                ? words.say("length.hours", duration.toHours())
                : words.say("length.days", duration.toDays());
    }
}
