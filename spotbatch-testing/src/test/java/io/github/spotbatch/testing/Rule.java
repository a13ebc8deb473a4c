package io.github.spotbatch.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The rules of AWS that a test shows: what is accepted as well as what is refused, or what changes.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Rule {

  /** Their ids, such as {@code CE-40}. */
  String[] value();
}
