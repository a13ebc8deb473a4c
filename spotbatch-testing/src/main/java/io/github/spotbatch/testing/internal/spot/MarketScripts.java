package io.github.spotbatch.testing.internal.spot;

import io.github.spotbatch.testing.internal.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** All scripts of a world's Spot markets. Guarded by the world's lock. */
public final class MarketScripts {

  private final World world;
  private final SpotControl control;
  private final List<MarketScript> scripts = new ArrayList<>();
  private int endedJobs;
  private boolean due;

  MarketScripts(World world, SpotControl control) {
    this.world = world;
    this.control = control;
  }

  public MarketScript begin(String label) {
    MarketScript script = new MarketScript(world, control, label);
    scripts.add(script);
    return script;
  }

  /** A job has changed its status. */
  public void jobMoved(String job, String status, boolean ended) {
    endedJobs += ended ? 1 : 0;
    if (!scripts.isEmpty()) {
      scripts.forEach(script -> script.jobMoved(job, status));
      changed();
    }
  }

  /** A host has come or gone. */
  public void changed() {
    if (!due && scripts.stream().anyMatch(MarketScript::waits)) {
      due = true;
      world.after(Duration.ZERO, this::look);
    }
  }

  private void look() {
    due = false;
    List.copyOf(scripts).forEach(MarketScript::look);
  }

  /** How many jobs have ended in this world. */
  public int endedJobs() {
    return endedJobs;
  }

  /** What has not come to pass. */
  public List<String> unfired() {
    return scripts.stream().flatMap(script -> script.unfired().stream()).toList();
  }
}
