/** Wires the service: stores, log, pipeline and feeds as Spring beans. Nothing else depends on it. */
@NullMarked
package org.parcours.command.configuration;

import org.jspecify.annotations.NullMarked;
