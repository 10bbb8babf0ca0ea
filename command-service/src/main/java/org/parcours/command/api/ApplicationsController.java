package org.parcours.command.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.parcours.command.intake.hl7.mapping.NotUsedFields;
import org.parcours.command.monitoring.ActivityRecorder;
import org.parcours.command.monitoring.OutcomeCounts;
import org.parcours.command.monitoring.ProcessedMessage;
import org.parcours.command.monitoring.SourceApplicationMonitor;
import org.parcours.command.monitoring.SourceApplicationStatus;
import org.parcours.command.monitoring.UnreadField;
import org.parcours.command.monitoring.UnreadFieldRecorder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The source applications: which are active, which are silent, and the outcomes of their messages. */
@RestController
@RequestMapping("/api/applications")
@ConditionalOnProperty(name = "parcours.monitoring.enabled", matchIfMissing = true)
class ApplicationsController {

    /**
     * An {@link SourceApplicationStatus}.
     *
     * @param state active, quiet, silent, never-seen or no-baseline
     */
    record ApplicationSummary(
            String name,
            boolean configured,
            List<String> feeds,
            String state,
            Optional<Instant> lastReceivedAt,
            Optional<Long> usualSilenceSeconds,
            double messagesPerMinute,
            OutcomeCounts last24Hours,
            long quarantined) {}

    /** @param start of the hour */
    record HourlyCounts(Instant start, String feed, OutcomeCounts counts) {}

    /** A {@link ProcessedMessage}. */
    record RecentMessage(
            Instant receivedAt,
            String feed,
            String outcome,
            boolean late,
            String firstEvent,
            String messageId,
            String code,
            String field) {}

    /**
     * An {@link UnreadField}.
     *
     * @param canChangeMeaning whether entries with this field are marked
     */
    record UnreadPath(
            String path,
            long messages,
            Instant firstReceivedAt,
            Instant lastReceivedAt,
            String exampleMessageId,
            boolean canChangeMeaning) {}

    /**
     * @param recentMessages the last messages that this process handled, the newest first
     * @param unreadFields those that can change the meaning first, then the most frequent first
     */
    record ApplicationDetails(
            ApplicationSummary application,
            List<HourlyCounts> hours,
            List<RecentMessage> recentMessages,
            List<UnreadPath> unreadFields) {}

    private final SourceApplicationMonitor monitor;
    private final ActivityRecorder activity;
    private final UnreadFieldRecorder unreadFields;

    ApplicationsController(
            SourceApplicationMonitor monitor, ActivityRecorder activity, UnreadFieldRecorder unreadFields) {
        this.monitor = monitor;
        this.activity = activity;
        this.unreadFields = unreadFields;
    }

    /** All applications, those that need attention first. */
    @GetMapping
    List<ApplicationSummary> list() {
        return monitor.statuses().stream()
                .map(ApplicationsController::toSummary)
                .toList();
    }

    /** @param name as in the messages, percent-encoded; a {@code /} is {@code %2F} */
    @GetMapping("/{name}")
    ResponseEntity<ApplicationDetails> get(@PathVariable String name) {
        return ResponseEntity.of(monitor.statuses().stream()
                .filter(status -> status.application().equals(name))
                .findFirst()
                .map(status -> new ApplicationDetails(
                        toSummary(status),
                        monitor.hoursOfLastDay(name).stream()
                                .map(hour -> new HourlyCounts(hour.start(), hour.feed(), hour.counts()))
                                .toList(),
                        activity.recentMessages(name).stream()
                                .map(ApplicationsController::toRecentMessage)
                                .toList(),
                        unreadFields.ofApplication(name).stream()
                                .map(ApplicationsController::toUnreadPath)
                                .sorted(Comparator.comparing(UnreadPath::canChangeMeaning)
                                        .thenComparing(UnreadPath::messages)
                                        .reversed()
                                        .thenComparing(UnreadPath::path))
                                .toList())));
    }

    private static UnreadPath toUnreadPath(UnreadField field) {
        return new UnreadPath(
                field.path(),
                field.messages(),
                field.firstReceivedAt(),
                field.lastReceivedAt(),
                field.exampleMessageId(),
                NotUsedFields.canChangeMeaning(field.path()));
    }

    private static ApplicationSummary toSummary(SourceApplicationStatus status) {
        return new ApplicationSummary(
                status.application(),
                status.configured(),
                status.feeds(),
                status.state().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                status.lastReceivedAt(),
                status.usualSilence().map(Duration::toSeconds),
                status.messagesPerMinute(),
                status.last24Hours(),
                status.quarantined());
    }

    private static RecentMessage toRecentMessage(ProcessedMessage message) {
        return new RecentMessage(
                message.receivedAt(),
                message.sender().feed(),
                message.outcome().label(),
                message.late(),
                message.firstEvent(),
                message.messageId(),
                message.code(),
                message.field());
    }
}
