/** The invented hospital: its people, units and numbers. Everything is made from a seed; nobody exists. */
@NullMarked
package org.parcours.standalone.demo.masterdata;

import org.jspecify.annotations.NullMarked;
