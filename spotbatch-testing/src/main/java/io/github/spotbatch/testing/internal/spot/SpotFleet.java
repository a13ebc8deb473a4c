package io.github.spotbatch.testing.internal.spot;

import java.util.List;

/** The Spot hosts of one account in one Region. */
public interface SpotFleet {

  /** Those that stay for now, environment by environment, the oldest first. */
  List<SpotHost> spotHosts();

  /** There may be capacity where there was none. */
  void lookAgain();
}
