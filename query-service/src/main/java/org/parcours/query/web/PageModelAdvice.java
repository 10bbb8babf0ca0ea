package org.parcours.query.web;

import java.time.Clock;
import java.util.Locale;
import org.parcours.query.views.ProjectionStatus;
import org.springframework.context.MessageSource;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Adds the model attributes that each page template uses: {@code uiText} and {@code projectionStatus}. */
@ControllerAdvice
class PageModelAdvice {

    private final MessageSource messages;
    private final WebUiProperties settings;
    private final ProjectionStatus projectionStatus;
    private final Clock clock;

    PageModelAdvice(MessageSource messages, WebUiProperties settings, ProjectionStatus projectionStatus, Clock clock) {
        this.messages = messages;
        this.settings = settings;
        this.projectionStatus = projectionStatus;
        this.clock = clock;
    }

    @ModelAttribute("uiText")
    UiText uiText(Locale locale) {
        return new UiText(messages, locale, settings.zone());
    }

    @ModelAttribute("projectionStatus")
    ProjectionStatusView projectionStatus(Locale locale) {
        return ProjectionStatusView.of(projectionStatus, clock.instant(), uiText(locale));
    }
}
