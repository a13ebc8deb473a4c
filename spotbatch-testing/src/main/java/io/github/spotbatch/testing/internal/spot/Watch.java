package io.github.spotbatch.testing.internal.spot;

/** Whether what a step waits for has come true. */
public interface Watch {

  /** Nothing is waited for. */
  Watch ALWAYS = control -> true;

  boolean holds(SpotControl control);

  /** A job has changed its status. */
  default void jobMoved(String job, String status) {}
}
