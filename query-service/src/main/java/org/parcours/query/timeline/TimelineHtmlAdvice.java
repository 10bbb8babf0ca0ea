package org.parcours.query.timeline;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.parcours.query.web.UiText;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Adds the model attribute {@code html}: {@link TimelineHtmlWriter}. */
@ControllerAdvice
class TimelineHtmlAdvice {

    /** The response gives the URL the hash of the file's content. */
    @ModelAttribute("html")
    TimelineHtmlWriter html(
            @ModelAttribute("uiText") UiText uiText, HttpServletRequest request, HttpServletResponse response) {
        return new TimelineHtmlWriter(uiText, response.encodeURL(request.getContextPath() + "/icons.svg"));
    }
}
