package io.github.spotbatch.testing.internal.batch;

import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The hosts of an environment, filed by the room they have: there may be thousands, and each job
 * looks for one. A host that changes must be filed again.
 */
final class HostIndex {

  private static final Comparator<InstanceHost> BY_AGE =
      Comparator.comparingLong(InstanceHost::number);
  private static final Comparator<Room> FULLEST_FIRST =
      Comparator.comparingInt(Room::vcpus).thenComparingInt(Room::memoryMiB);

  private final Map<String, InstanceHost> byId = new LinkedHashMap<>();
  private final Map<InstanceHost, Standing> standings = new HashMap<>();
  private final NavigableMap<Room, NavigableSet<InstanceHost>> ready = new TreeMap<>(FULLEST_FIRST);
  private final NavigableSet<InstanceHost> booting = new TreeSet<>(BY_AGE);
  private int vcpus;
  private int stayingVcpus;
  private long numbers;

  /** What jobs leave of a host. */
  private record Room(int vcpus, int memoryMiB) {}

  /** How a host is filed; a host has room if it is ready. */
  private record Standing(boolean staying, boolean booting, @Nullable Room room) {

    static Standing of(InstanceHost host) {
      Room room = host.ready() ? new Room(host.freeVcpus(), host.freeMemoryMiB()) : null;
      return new Standing(host.staying(), host.booting(), room);
    }
  }

  /** The number of the next host, which tells older from younger ones. */
  long nextNumber() {
    return ++numbers;
  }

  /** The oldest first. */
  Map<String, InstanceHost> byId() {
    return Collections.unmodifiableMap(byId);
  }

  void add(InstanceHost host) {
    byId.put(host.id(), host);
    vcpus += host.vcpus();
    file(host);
  }

  void remove(InstanceHost host) {
    if (byId.remove(host.id()) != null) {
      vcpus -= host.vcpus();
      takeOut(host, standings.remove(host));
    }
  }

  /** Looks at a host again; does nothing for one that is not of this environment, or gone. */
  void file(InstanceHost host) {
    if (byId.containsKey(host.id())) {
      Standing standing = Standing.of(host);
      takeOut(host, standings.put(host, standing));
      putIn(host, standing);
    }
  }

  private void putIn(InstanceHost host, Standing standing) {
    stayingVcpus += standing.staying() ? host.vcpus() : 0;
    if (standing.booting()) {
      booting.add(host);
    }
    if (standing.room() != null) {
      ready.computeIfAbsent(standing.room(), room -> new TreeSet<>(BY_AGE)).add(host);
    }
  }

  private void takeOut(InstanceHost host, @Nullable Standing standing) {
    if (standing == null) {
      return;
    }
    stayingVcpus -= standing.staying() ? host.vcpus() : 0;
    booting.remove(host);
    if (standing.room() != null) {
      NavigableSet<InstanceHost> alike = Objects.requireNonNull(ready.get(standing.room()));
      alike.remove(host);
      if (alike.isEmpty()) {
        ready.remove(standing.room());
      }
    }
  }

  /** Of all hosts. */
  int vcpus() {
    return vcpus;
  }

  /** Of the hosts that are neither shutting down nor about to be replaced. */
  int stayingVcpus() {
    return stayingVcpus;
  }

  /** Those that have not joined yet and will take jobs then, the oldest first. */
  SortedSet<InstanceHost> booting() {
    return Collections.unmodifiableSortedSet(booting);
  }

  /** Of those that take jobs the one with the fewest free vCPUs that are enough, or null. */
  @Nullable InstanceHost fullestFor(Job job) {
    InstanceHost found = null;
    Room least = new Room(job.vcpus(), 0);
    for (Map.Entry<Room, NavigableSet<InstanceHost>> alike : ready.tailMap(least).entrySet()) {
      if (found != null && found.freeVcpus() < alike.getKey().vcpus()) {
        return found;
      }
      InstanceHost oldest = alike.getValue().first();
      if (oldest.fits(job) && (found == null || oldest.number() < found.number())) {
        found = oldest;
      }
    }
    return found;
  }
}
