"""What all platforms share: one message type, rendering to limits, the queues' workers, metrics, logs."""
