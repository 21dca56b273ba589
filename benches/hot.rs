<<<<<<< HEAD

=======
fn main() {}
>>>>>>> main
