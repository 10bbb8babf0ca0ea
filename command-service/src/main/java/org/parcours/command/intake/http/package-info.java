/**
 * Facts come in as CloudEvents over HTTP: {@code POST /api/facts}. The bytes of one become a
 * {@link org.parcours.command.intake.Report} or a refusal; no rule of the journey lives here.
 */
@NullMarked
package org.parcours.command.intake.http;

import org.jspecify.annotations.NullMarked;
