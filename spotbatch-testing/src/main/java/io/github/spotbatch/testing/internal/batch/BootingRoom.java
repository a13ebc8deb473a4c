package io.github.spotbatch.testing.internal.batch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the hosts that have not joined yet will have room for, for one round of scheduling. Each job
 * takes its part of the first host that has it. As room is only ever taken, no host is looked at
 * again for a job like one that it was too full for.
 */
final class BootingRoom {

  private final List<Place> places = new ArrayList<>();
  private final Map<Wish, Integer> reached = new HashMap<>();

  /** What a queue's jobs of one size ask for. */
  private record Wish(Queue queue, int vcpus, int memoryMiB) {}

  /** What is left of a host. */
  private static final class Place {

    private final Environment environment;
    private int vcpus;
    private int memoryMiB;

    Place(InstanceHost host) {
      this.environment = host.environment();
      this.vcpus = host.vcpus();
      this.memoryMiB = InstanceHost.memoryForJobs(host.type());
    }

    boolean fits(Wish wish) {
      return vcpus >= wish.vcpus()
          && memoryMiB >= wish.memoryMiB()
          && environment.usable()
          && wish.queue().environments().contains(environment);
    }
  }

  /** A host with nothing on it, after all others. */
  void add(InstanceHost host) {
    places.add(new Place(host));
  }

  /** Takes what a job of the queue needs; false if no host has it. */
  boolean take(Queue queue, Job job) {
    Wish wish = new Wish(queue, job.vcpus(), job.memoryMiB());
    int first = first(wish);
    if (first == places.size()) {
      return false;
    }
    Place place = places.get(first);
    place.vcpus -= wish.vcpus();
    place.memoryMiB -= wish.memoryMiB();
    return true;
  }

  /** Whether anything is left for a queue. */
  boolean anyFor(Queue queue) {
    return first(new Wish(queue, 1, 0)) < places.size();
  }

  private int first(Wish wish) {
    int place = reached.getOrDefault(wish, 0);
    while (place < places.size() && !places.get(place).fits(wish)) {
      place++;
    }
    reached.put(wish, place);
    return place;
  }
}
