/**
 * Reads the topic to which command-service publishes the log, and checks that it continues what the views have. Knows
 * nothing of the documents of the views.
 */
@NullMarked
package org.parcours.query.topic;

import org.jspecify.annotations.NullMarked;
