package org.parcours.query.operations;

import jakarta.servlet.http.HttpServletResponse;
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
import org.parcours.query.operations.ApplicationsClient.RecentMessage;
import org.parcours.query.web.UiText;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** {@code /applications}: all source applications, as a table, which a script also draws as a radial chart. */
@Controller
class ApplicationsPageController {

    private static final List<String> STATES = List.of("silent", "never-seen", "no-baseline", "quiet", "active");

    /**
     * One source application.
     *
     * @param elapsed the time since its last message; empty where there is none
     * @param usualSilence its silence baseline for this hour
     */
    record ApplicationRow(
            String name,
            boolean configured,
            String feeds,
            String state,
            String elapsed,
            String lastReceived,
            String usualSilence,
            String messagesPerMinute,
            long recorded,
            long late,
            long rejected,
            long quarantined) {}

    /** @param count the number of applications in the state */
    record StateCount(String state, long count) {}

    /** @param share in percent of the busiest hour */
    record HourBar(String hour, long messages, long rejected, long share) {}

    record MessageRow(
            String receivedAt,
            String feed,
            String outcome,
            String firstEvent,
            String messageId,
            String rejection,
            boolean late) {}

    private final ApplicationsClient applications;
    private final Clock clock;

    ApplicationsPageController(ApplicationsClient applications, Clock clock) {
        this.applications = applications;
        this.clock = clock;
    }

    @GetMapping("/applications")
    String list(@ModelAttribute("uiText") UiText uiText, Model model, HttpServletResponse response) {
        return renderList("applications", uiText, model, response);
    }

    /** The fragment that an open page reloads. */
    @GetMapping("/applications/now")
    String listFragment(@ModelAttribute("uiText") UiText uiText, Model model, HttpServletResponse response) {
        return renderList("applications :: now", uiText, model, response);
    }

    private String renderList(String view, UiText uiText, Model model, HttpServletResponse response) {
        List<ApplicationStatus> all = applications.all();
        Map<String, Long> counts =
                all.stream().collect(Collectors.groupingBy(ApplicationStatus::state, Collectors.counting()));
        model.addAttribute(
                "rows",
                all.stream()
                        .map(application -> applicationRow(application, uiText))
                        .toList());
        model.addAttribute(
                "stateCounts",
                STATES.stream()
                        .filter(counts::containsKey)
                        .map(state -> new StateCount(state, counts.get(state)))
                        .toList());
        model.addAttribute("renderedAt", uiText.dateTime(clock.instant()));
        response.setHeader("Cache-Control", "no-store");
        return view;
    }

    @GetMapping("/applications/one")
    String detail(
            @RequestParam String name,
            @ModelAttribute("uiText") UiText uiText,
            Model model,
            HttpServletResponse response) {
        ApplicationDetail detail =
                applications.application(name).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        model.addAttribute("row", applicationRow(detail.application(), uiText));
        model.addAttribute("bars", bars(detail.hours(), uiText));
        model.addAttribute(
                "recent",
                detail.recentMessages().stream()
                        .map(message -> messageRow(message, uiText))
                        .toList());
        response.setHeader("Cache-Control", "no-store");
        return "application";
    }

    private ApplicationRow applicationRow(ApplicationStatus application, UiText uiText) {
        Instant now = clock.instant();
        return new ApplicationRow(
                application.name(),
                application.configured(),
                application.feeds().stream()
                        .map(feed -> uiText.messageOr(feed, "feed." + feed))
                        .collect(Collectors.joining(", ")),
                application.state(),
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
                        : String.format(uiText.locale(), "%.1f", application.messagesPerMinute()),
                application.last24Hours().recorded(),
                application.last24Hours().late(),
                application.last24Hours().rejected(),
                application.quarantined());
    }

    private static List<HourBar> bars(List<HourCounts> hours, UiText uiText) {
        Map<Instant, long[]> byHour = new TreeMap<>();
        hours.forEach(hour -> {
            long[] counts = byHour.computeIfAbsent(hour.start(), _ -> new long[2]);
            counts[0] += hour.counts().recorded()
                    + hour.counts().duplicate()
                    + hour.counts().unsupported()
                    + hour.counts().rejected()
                    + hour.counts().unavailable();
            counts[1] += hour.counts().rejected();
        });
        long busiest =
                byHour.values().stream().mapToLong(counts -> counts[0]).max().orElse(1);
        return byHour.entrySet().stream()
                .map(hour -> new HourBar(
                        uiText.dateTime(hour.getKey()),
                        hour.getValue()[0],
                        hour.getValue()[1],
                        Math.max(1, 100 * hour.getValue()[0] / busiest)))
                .toList();
    }

    private static MessageRow messageRow(RecentMessage message, UiText uiText) {
        return new MessageRow(
                uiText.dateTime(message.receivedAt()),
                uiText.messageOr(message.feed(), "feed." + message.feed()),
                message.outcome(),
                message.firstEvent().isEmpty()
                        ? ""
                        : uiText.messageOr(message.firstEvent(), "event." + message.firstEvent()),
                message.messageId(),
                (message.code() + " " + message.field()).strip(),
                message.late());
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
