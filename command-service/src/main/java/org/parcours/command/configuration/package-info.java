/** Configures the stores, the event log, the pipeline and the feeds as Spring beans. No other package depends on it. */
@NullMarked
package org.parcours.command.configuration;

import org.jspecify.annotations.NullMarked;
