/**
 * A hospital's own definitions of its source applications, one YAML file each: their step kinds, for both services, and
 * the mapping of their messages, which command-service reads.
 */
@NullMarked
package org.parcours.events.applications;

import org.jspecify.annotations.NullMarked;
