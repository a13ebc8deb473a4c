package io.github.spotbatch.testing.internal.spot;

import io.github.spotbatch.testing.internal.ec2.Pool;
import io.github.spotbatch.testing.internal.script.Glob;
import java.time.Instant;

/** A Spot host that stays for now: no notice has been given of it, and nobody shuts it down. */
public interface SpotHost {

  /** The instance's id. */
  String id();

  Pool pool();

  /** Whether it has joined its cluster. */
  boolean joined();

  /** How many containers run on it. */
  int running();

  /** Whether a job of that name runs on it. */
  boolean runs(Glob job);

  /** Whether its environment has a bid, and its pool's price has come to it. */
  boolean outbid(Instant now);

  /** Takes it back: notice now, the end later. Once is enough. */
  void reclaim();

  /** Says that it is at risk. */
  void recommendRebalance();
}
