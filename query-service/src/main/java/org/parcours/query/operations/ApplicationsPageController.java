package org.parcours.query.operations;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.parcours.query.operations.ApplicationsClient.ApplicationDetail;
import org.parcours.query.operations.ApplicationsClient.ApplicationStatus;
import org.parcours.query.operations.ApplicationsClient.HourCounts;
import org.parcours.query.web.UiText;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /applications}: all source applications, as a table, which a script also draws as a radial chart. */
@Controller
class ApplicationsPageController {

    private static final List<String> STATES = List.of("silent", "never-seen", "no-baseline", "quiet", "active");

    /**
     * One source application; a text is empty where there is no value.
     *
     * @param elapsed the time since its last message
     * @param usualSilence its silence baseline for this hour
     */
    record ApplicationRow(
            ApplicationStatus application,
            String feeds,
            String elapsed,
            String lastReceived,
            String usualSilence,
            String messagesPerMinute) {}

    record StateCount(String state, long count) {}

    /** @param share in percent of the busiest hour */
    record HourBar(String hour, long messages, long rejected, long share) {}

    private final ApplicationsClient applications;
    private final Clock clock;

    ApplicationsPageController(ApplicationsClient applications, Clock clock) {
        this.applications = applications;
        this.clock = clock;
    }

    @GetMapping("/applications")
    String list(@ModelAttribute("uiText") UiText uiText, Model model) {
        List<ApplicationStatus> all = applications.all();
        Map<String, Long> counts =
                all.stream().collect(Collectors.groupingBy(ApplicationStatus::state, Collectors.counting()));
        model.addAttribute(
                "rows", all.stream().map(status -> row(status, uiText)).toList());
        model.addAttribute(
                "stateCounts",
                STATES.stream()
                        .filter(counts::containsKey)
                        .map(state -> new StateCount(state, counts.get(state)))
                        .toList());
        model.addAttribute("renderedAt", uiText.dateTime(clock.instant()));
        return "applications";
    }

    /** The fragment that an open page reloads. */
    @GetMapping("/applications/now")
    String listFragment(@ModelAttribute("uiText") UiText uiText, Model model) {
        return list(uiText, model) + " :: now";
    }

    @GetMapping("/applications/one")
    String detail(@RequestParam String name, @ModelAttribute("uiText") UiText uiText, Model model) {
        ApplicationDetail detail = applications.application(name);
        model.addAttribute("row", row(detail.application(), uiText));
        model.addAttribute("bars", bars(detail.hours(), uiText));
        model.addAttribute("recent", detail.recentMessages());
        model.addAttribute("unread", detail.unreadFields());
        return "application";
    }

    private ApplicationRow row(ApplicationStatus application, UiText uiText) {
        Instant now = clock.instant();
        return new ApplicationRow(
                application,
                application.feeds().stream().map(uiText::feed).collect(Collectors.joining(", ")),
                application
                        .lastReceivedAt()
                        .map(last -> duration(Duration.between(last, now), uiText))
                        .orElse(""),
                application.lastReceivedAt().map(uiText::dateTime).orElse(""),
                application
                        .usualSilenceSeconds()
                        .map(seconds -> duration(Duration.ofSeconds(seconds), uiText))
                        .orElse(""),
                application.messagesPerMinute() == 0
                        ? ""
                        : String.format(uiText.locale(), "%.1f", application.messagesPerMinute()));
    }

    private static List<HourBar> bars(List<HourCounts> hours, UiText uiText) {
        Map<Instant, long[]> byHour = new TreeMap<>();
        hours.forEach(hour -> {
            long[] counts = byHour.computeIfAbsent(hour.start(), _ -> new long[2]);
            counts[0] += hour.counts().messages();
            counts[1] += hour.counts().rejected();
        });
        long busiest = byHour.values().stream().mapToLong(counts -> counts[0]).reduce(1, Math::max);
        return byHour.entrySet().stream()
                .map(hour -> new HourBar(
                        uiText.dateTime(hour.getKey()),
                        hour.getValue()[0],
                        hour.getValue()[1],
                        Math.max(1, 100 * hour.getValue()[0] / busiest)))
                .toList();
    }

    /** The duration in its largest suitable unit. */
    private static String duration(Duration duration, UiText uiText) {
        if (duration.compareTo(Duration.ofMinutes(1)) < 0) {
            return uiText.message("duration.lessThanMinute");
        }
        if (duration.compareTo(Duration.ofHours(2)) < 0) {
            return uiText.message("duration.minutes", duration.toMinutes());
        }
        return duration.compareTo(Duration.ofDays(2)) < 0
                ? uiText.message("duration.hours", duration.toHours())
                : uiText.message("duration.days", duration.toDays());
    }
}
